/** Any other event of EventBridge. */
export type OtherEvent = {
  readonly kind: 'event';
  readonly eventSource: string;
  readonly detailType: string;
  readonly text: string | undefined;
  /** JSON */
  readonly detail: string;
};
