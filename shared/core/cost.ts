// Money: what resources cost while they are up, and what was not spent. US dollars, on-demand list prices without taxes.

/** `rds/db.t4g.medium/single-az`, `fargate/x86/vcpu`: per hour, or per month for what ends with `-month`. */
export type PriceKey = string;

/**
 * `A`: copied from the Price List API on a date that is known, or read from it. `B`: several independent copies agree.
 * `C`: copies disagree, or there is only one: never counted as truth.
 */
export type Confidence = 'A' | 'B' | 'C';

export type Price = { readonly usd: number; readonly confidence: Confidence };

export type PriceTable = {
  readonly region: string;
  readonly asOf: string;
  readonly source: string;
  readonly prices: Readonly<Record<PriceKey, Price>>;
};

/** So many units of what has a price, while the resource is up. */
export type Usage = { readonly price: PriceKey; readonly quantity: number };

/** What a resource uses per hour while it is up, and what it continues using while it is down. */
export type Size = {
  readonly whileUp: readonly Usage[];
  readonly always: readonly Usage[];
  /** What its owner says that it costs a month, where no price list knows it. */
  readonly monthlyUsd?: number;
  /** What cannot be known, for people. */
  readonly unknown?: string;
};

export type Saved = {
  readonly resource: string;
  readonly kind: string;
  readonly hoursOff: number;
  /** Hours in which it was down, but nobody knows until when: not counted. */
  readonly hoursUnknown: number;
  /** Absent where no price is known, and then `reason` says which. */
  readonly usdPerHour?: number;
  readonly usd?: number;
  readonly confidence?: Confidence;
  readonly reason?: string;
};

export type NotSaved = {
  readonly what: string;
  readonly reason: string;
  readonly usdPerMonth?: number;
  readonly confidence?: Confidence;
};

export type Savings = {
  readonly kind: 'curfew-savings';
  readonly version: 1;
  readonly environment: string;
  /** `2026-11`, of the environment's zone. */
  readonly month: string;
  readonly from: string;
  /** The end of the month, or now. */
  readonly to: string;
  readonly hours: number;
  readonly priceList: Pick<PriceTable, 'region' | 'asOf' | 'source'>;
  readonly resources: readonly Saved[];
  readonly notSaved: readonly NotSaved[];
  /** Of prices that can be trusted; what rests on prices of confidence C is apart. */
  readonly usd: number;
  readonly usdUncertain: number;
  /** For the whole month, if the rest of it goes by the schedule; of prices that can be trusted. */
  readonly usdProjected: number;
};

/** `$1,234.50` */
export const dollars = (usd: number): string =>
  usd.toLocaleString('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 2 });
