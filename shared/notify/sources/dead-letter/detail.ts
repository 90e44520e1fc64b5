import type { AnyNotification } from '#notify/recognition/recognised.ts';

/** What a function could not work off. `original` is what it was about, unwrapped once and never a dead letter itself. */
export type DeadLetter = {
  readonly kind: 'dead-letter';
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly requestId: string | undefined;
  readonly original: AnyNotification;
};
