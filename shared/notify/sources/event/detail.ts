/** Any other event of EventBridge. */
export type OtherEvent = {
  readonly kind: 'event';
  readonly eventSource: string;
  readonly detailType: string;
  /** What became of it, as it says itself: `FAILED`. */
  readonly outcome: string | undefined;
  /** The API's action, of a call that CloudTrail saw. */
  readonly call: string | undefined;
  readonly text: string | undefined;
  /** Into the console, where AWS sends one along: to the logs of a build. */
  readonly url: string | undefined;
  /** JSON */
  readonly detail: string;
};
