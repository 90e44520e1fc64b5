/** A dated exception to the schedule, with an owner and a reason. Times are epoch milliseconds. */
export type Override = {
  readonly id: string;
  readonly hold: 'up' | 'down';
  readonly from: number;
  readonly until: number;
  readonly by: string;
  readonly why: string;
};
