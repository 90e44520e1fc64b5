// What a scenario may say of a vendor's resource.
export type VendorFacts = {
  readonly status?: string | undefined;
  readonly startMinutes?: number | undefined;
  readonly stopMinutes?: number | undefined;
  /** For so long after a start the vendor refuses to stop it again. */
  readonly justStartedMinutes?: number | undefined;
  readonly replicationLag?: boolean | undefined;
  readonly tier?: string | undefined;
};
