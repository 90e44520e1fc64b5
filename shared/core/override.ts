/** Longer than this is no exception but a change of the schedule. */
export const overrideMsMax = 31 * 24 * 3_600_000;

/** A dated exception to the schedule, with an owner and a reason. Times are epoch milliseconds. */
export type Override = {
  readonly id: string;
  readonly hold: 'up' | 'down';
  readonly from: number;
  readonly until: number;
  readonly by: string;
  readonly why: string;
};
