// What Cost Explorer knows of an environment's month, as it is kept for a day.

/** Amounts are decimal numbers, as AWS writes them. */
export type SpentGroup = {
  readonly service: string;
  /** The value of the component tag; empty where a resource has none, or the plan does not use one. */
  readonly component: string;
  readonly amount: string;
};

/** One thing that made costs differ from the month before. */
export type CostChange = {
  readonly service: string;
  readonly usageType: string;
  readonly amount: string;
  /** As AWS calls it: `USAGE_CHANGE`, `SAVINGS_PLAN_USAGE`. */
  readonly reason: string;
};

export type Spent = {
  readonly month: string;
  /** The last day that it includes; undefined on the first day of a month, when nothing is known yet. */
  readonly until: string | undefined;
  readonly isWholeMonth: boolean;
  /** As AWS says: `USD`. */
  readonly currency: string;
  readonly groups: readonly SpentGroup[];
  /** What is on the bill and is no usage: credits, refunds, taxes. Not part of `groups`. */
  readonly notUsage: readonly { readonly recordType: string; readonly amount: string }[];
  /** For the rest of a month that has not ended. */
  readonly forecastRest: { readonly amount: string } | { readonly unknown: string } | undefined;
  /** Against the month before; only of a month that has ended. */
  readonly changes: readonly CostChange[] | { readonly unknown: string } | undefined;
  /** How many requests it took. Each costs 0.01 USD. */
  readonly requests: number;
};

/** Whose costs, and of when. */
export type SpentQuery = {
  readonly month: string;
  readonly tag: string;
  readonly value: string;
  readonly componentTag: string | undefined;
  readonly nowMs: number;
  /** In two requests instead of four or five: nothing about taxes and credits, and costs that are 0 are not known to be. */
  readonly isBrief?: true;
};

export const usdPerRequest = 0.01;
