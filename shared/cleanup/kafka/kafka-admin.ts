// The port to a Kafka cluster, as far as a cleanup needs it. wire.ts speaks the protocol; tests also use a broker of their own.
// Every answer is kept per topic and per partition: one broken topic of somebody else never spoils the rest (facts/kafka.md 2.4).

/** A topic's id as the broker prints it: 22 characters of base64url. */
export type TopicId = string;

/** What came of asking for one thing among many. `code` is Kafka's name of the error: `TOPIC_AUTHORIZATION_FAILED`. */
export type Answer<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly retryable: boolean };

export type Partition = {
  readonly index: number;
  /** Absent: nobody leads it now. */
  readonly leader?: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
};

export type Topic = {
  readonly name: string;
  readonly id: TopicId;
  /** By Kafka's own notion, which covers few of the topics that must not be touched (facts/kafka.md 3.5). */
  readonly internal: boolean;
  readonly partitions: readonly Partition[];
};

export type Cluster = { readonly id: string; readonly controller?: number; readonly brokers: readonly number[] };

/** From ApiVersions: MSK Serverless has neither of the first two (facts/kafka.md 3.4). */
type Capabilities = {
  readonly deleteRecords: boolean;
  readonly describeLogDirs: boolean;
  readonly deleteTopicsById: boolean;
};

/** `source` is Kafka's name: only `DYNAMIC_TOPIC_CONFIG` entries are the topic's own. A sensitive value cannot be read. */
export type ConfigEntry = {
  readonly name: string;
  readonly value: string | null;
  readonly source: string;
  readonly sensitive: boolean;
};

export type PartitionKey = { readonly topic: string; readonly partition: number };
export type PartitionOffset = PartitionKey & { readonly offset: bigint };
export type PartitionAnswer<T> = PartitionKey & { readonly answer: Answer<T> };

/** Bytes of one partition's replicas on all brokers that answered, future replicas left out; remote storage is not in it. */
export type PartitionSize = PartitionKey & { readonly bytes: bigint };
/** `complete` is false if a broker did not answer: then a size is a lower bound, and what is missing is unknown, never zero. */
export type Sizes = { readonly sizes: readonly PartitionSize[]; readonly complete: boolean };

/** `sinceMs`: when it began, where its coordinator knows it; else when its producer wrote last. Epoch milliseconds. */
export type HeldTransaction = { readonly producerId: bigint; readonly sinceMs?: number };

export type GroupOffsets = {
  readonly group: string;
  readonly state: string;
  readonly offsets: readonly PartitionOffset[];
};

/** `complete` is false if a broker did not answer: then there may be groups that no broker listed. */
export type Groups = {
  readonly groups: readonly { readonly group: string; readonly answer: Answer<GroupOffsets> }[];
  readonly complete: boolean;
};

/** `assignments`: replicas by partition; otherwise the count and the factor. */
export type TopicSpec = {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly assignments?: readonly { readonly partition: number; readonly replicas: readonly number[] }[];
  readonly configs: Readonly<Record<string, string>>;
};

/** Whether a run has the cluster for itself, as the cluster sees it. */
export type ClusterClaim =
  | { readonly kind: 'held'; readonly renew: () => Promise<boolean>; readonly release: () => Promise<void> }
  | { readonly kind: 'taken'; readonly run: string }
  /** Not granted, or not offered. */
  | { readonly kind: 'unavailable'; readonly why: string };

/**
 * Methods reject with `OperationError` only if nothing at all is known: no connection, no authentication, the deadline of the
 * whole run. What concerns one topic or one partition is an `Answer`. Offsets and bytes are exact (`bigint`).
 */
export type KafkaAdmin = {
  capabilities(): Promise<Capabilities>;
  cluster(): Promise<Cluster>;
  /** All topics that the principal may see, or the named ones. Never creates a topic. */
  topics(names?: readonly string[]): Promise<ReadonlyMap<string, Answer<Topic>>>;
  /** The settings of topics with their sources. */
  topicConfigs(names: readonly string[]): Promise<ReadonlyMap<string, Answer<readonly ConfigEntry[]>>>;
  /** The settings of one live broker, e.g. `auto.create.topics.enable`; often not granted. */
  brokerConfigs(names: readonly string[]): Promise<Answer<readonly ConfigEntry[]>>;
  /** `earliest`: the log's start. `stable`: the last stable offset, so that open transactions survive a cut there. */
  offsets(
    of: readonly PartitionKey[],
    at: 'earliest' | 'stable' | 'latest',
  ): Promise<readonly PartitionAnswer<bigint>[]>;
  /** Who holds a transaction open in these partitions. Needs the right to read the topic, or to describe transactions. */
  openTransactions(of: readonly PartitionKey[]): Promise<readonly PartitionAnswer<readonly HeldTransaction[]>[]>;
  /** Unknown where the cluster does not offer it. */
  sizes(topics: readonly string[]): Promise<Answer<Sizes>>;
  /** Committed offsets of every group that the principal may see. */
  groupOffsets(): Promise<Groups>;
  /** DeleteRecords up to, not including, the offset. Answers with the new start. May be repeated: idempotent. */
  deleteRecords(upTo: readonly PartitionOffset[]): Promise<readonly PartitionAnswer<bigint>[]>;
  /**
   * With `validateOnly` nothing is created, but the controller checks all of it. Answers with the id, where the broker reports
   * it. Here and in the other changes, `NETWORK_EXCEPTION` and `REQUEST_TIMED_OUT` mean that nobody knows whether it was done:
   * look.
   */
  createTopic(spec: TopicSpec, options: { readonly validateOnly: boolean }): Promise<Answer<TopicId | undefined>>;
  /** By id, so that a topic somebody recreated under the same name survives. */
  deleteTopic(id: TopicId): Promise<Answer<undefined>>;
  /** `count` is the new total. */
  addPartitions(topic: string, count: number, options: { readonly validateOnly: boolean }): Promise<Answer<undefined>>;
  /** Sets only these keys; all others stay. */
  setTopicConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<Answer<undefined>>;
  /**
   * Takes the cluster for a run; another process that holds it for that same run loses it. Absent where there is one process
   * alone.
   */
  claim?(run: string): Promise<ClusterClaim>;
  close(): Promise<void>;
};
