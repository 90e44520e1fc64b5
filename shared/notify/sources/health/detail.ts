export type HealthEvent = {
  readonly kind: 'health-event';
  readonly arn: string | undefined;
  readonly hasEnded: boolean;
  readonly service: string | undefined;
  readonly code: string;
  /** `issue`, `accountNotification`, `scheduledChange`, `investigation`, or what is newer than this. */
  readonly category: string | undefined;
  readonly status: string | undefined;
  readonly text: string | undefined;
  readonly startsAt: string | undefined;
  readonly endsAt: string | undefined;
  readonly entities: readonly string[];
  /** `2 of 3`, when AWS splits it over several messages. */
  readonly page: string | undefined;
};
