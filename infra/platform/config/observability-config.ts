// Who watches an environment, and what it may cost.

export type ObservabilityConfig = {
  /** Of the whole account, which is why only one environment of an account has it. */
  readonly budget: 'none' | { readonly monthlyUsd: number };
  /** A role by which New Relic reads metrics of the account. */
  readonly newRelic: boolean;
};

/** Where New Relic keeps an account's data, which decides the address that metrics are sent to. */
export type NewRelicRegion = 'US' | 'EU';
