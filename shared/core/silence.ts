// What people do not want to hear of for a while, with an author, a reason and an end. Times are epoch milliseconds.

export type Silence = {
  readonly id: string;
  /** Of the name of an alarm, a database, a budget, …; `*` stands for anything. */
  readonly pattern: string;
  readonly from: number;
  readonly until: number;
  readonly by: string;
  readonly why: string;
};

/** In force, not over and not ended. */
export const isSilent = ({ from, until }: Silence, atMs: number): boolean => from <= atMs && atMs < until;
