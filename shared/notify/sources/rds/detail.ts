/** Of RDS, Aurora and DMS. */
export type RdsEvent = {
  readonly kind: 'rds-event';
  /** `RDS-EVENT-0154` */
  readonly eventId: string | undefined;
  /** `db-instance`, `db-cluster`, … */
  readonly sourceType: string | undefined;
  readonly text: string;
};
