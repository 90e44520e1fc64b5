// What a definition allows a Kafka cleanup to do. Plain data.

export type Strategy = 'truncate' | 'recreate';

/**
 * What makes a cleanup hold back, unless a person accepts it by name. A topic that is kept for ever is accepted one by one: `kept-forever:TOPIC`;
 * `kept-forever` alone counts for topics that a rule names in full, never for what a prefix happens to cover.
 */
export type Risk = 'compacted' | 'tiered' | 'auto-creation' | 'kept-forever' | `kept-forever:${string}`;

/** A topic that has to exist after a cleanup. Only the settings listed here are compared and set. */
export type TopicDefinition = {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
  /** How it is emptied, before any prefix; without it a prefix decides, and no prefix means it is not emptied. */
  readonly empty?: Strategy | 'never';
};

type PrefixRule = { readonly prefix: string; readonly strategy: Strategy };

export type CleanupRules = {
  readonly prefixes: readonly PrefixRule[];
  readonly topics: readonly TopicDefinition[];
  /** Patterns in addition to those that are always denied. */
  readonly deny: readonly string[];
  readonly accept: readonly Risk[];
  /** Limits. A plan above a limit is refused. Without `bytesMax` the size does not matter. */
  readonly caps: { readonly topicsMax: number; readonly bytesMax?: number };
  /** Whether topics that differ from their definition are brought nearer to it, or only reported. */
  readonly applyDefinitions: boolean;
};

/** The key `cleanup` of an environment. */
export type CleanupDefinition = Omit<CleanupRules, 'applyDefinitions'> & {
  /** The name of the MSK cluster in AWS. */
  readonly cluster: string;
  /** Brokers to begin with; without them the deployment has to provide them. */
  readonly bootstrap?: readonly string[];
};
