// Problems that last from tick to tick, so that each is reported when it begins and not at every tick.

/** Of what is due since a moment: each resource that is wrong, or since when it is right again (epoch milliseconds). */
export type Lasting = {
  readonly since: number;
  readonly resources: Readonly<Record<string, 'lasting' | number>>;
  /** Since when those are due what they are that are due it for a reason of their own: another moment than the environment's. */
  readonly of?: Readonly<Record<string, number>>;
};
