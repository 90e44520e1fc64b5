/** Of RDS, Aurora and DMS. */
export type RdsEvent = {
  readonly kind: 'rds-event';
  /** `RDS-EVENT-0154` */
  readonly eventId: string | undefined;
  /** `low storage`, as RDS files it. */
  readonly category: string | undefined;
  /** `db-instance`, `db-cluster`, … */
  readonly sourceType: string | undefined;
  readonly text: string;
};
