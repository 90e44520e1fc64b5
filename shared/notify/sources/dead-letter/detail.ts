import type { AnyNotification } from '#notify/recognition/recognised.ts';

/** What a function, a rule or a schedule could not get rid of. `original` is what it was about, unwrapped once and never a dead letter itself. */
export type DeadLetter = {
  readonly kind: 'dead-letter';
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly requestId: string | undefined;
  /** `rule orders`, which could not reach its target; undefined for a function. */
  readonly sender: string | undefined;
  readonly target: string | undefined;
  readonly original: AnyNotification;
};
