// What became of one attempt at one destination.

export type Failed = {
  readonly kind: 'failed';
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  readonly retryable: boolean;
  readonly retryAfterSeconds?: number;
  /** Waiting for the answer used up the time of the attempt. */
  readonly timedOut?: true;
  /** Never holds a URL or anything else of a secret. */
  readonly reason: string;
};

/** What a destination remembers of one thing between two messages about it: an issue's key, an open incident. */
export type Known = Readonly<Record<string, string | number | boolean>>;

export type Delivery =
  | { readonly kind: 'delivered'; readonly known?: Known }
  /** There was nothing to say there: no incident to resolve. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly known?: Known }
  | Failed;

/** It may or may not have arrived, or will be taken later. */
export const failedForNow = (reason: string, more: Partial<Omit<Failed, 'kind' | 'reason'>> = {}): Failed => ({
  kind: 'failed',
  retryable: true,
  reason,
  ...more,
});

/** The same message will be refused again: with 400 because of what it is, otherwise because of how we come. */
export const refused = (reason: string, status?: number): Failed => ({
  kind: 'failed',
  retryable: false,
  reason,
  ...(status === undefined ? {} : { status }),
});
