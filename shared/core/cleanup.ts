// The request, findings and decisions of a Kafka cleanup. Plain data: the plan is stored, sent and compared.
import type { Risk, Strategy, TopicDefinition } from './cleanup-rules.ts';

/** What a person asks for, within what the definition allows. */
export type CleanupRequest = {
  readonly prefixes?: readonly string[];
  readonly strategy?: Strategy;
  readonly accept?: readonly Risk[];
  readonly applyDefinitions?: boolean;
  /** At a broker: the file of rules, read again whenever the plan is used, and the cap of the command line. */
  readonly topicsFile?: string;
  readonly topicsMax?: number;
};

/** What could not be found out is never zero, and never success. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };
export type Amount = number | 'unknown';

export type ConfigFact = {
  readonly name: string;
  readonly value: string | null;
  /** Set on the topic itself, not inherited from the broker. */
  readonly own: boolean;
  readonly sensitive: boolean;
};

type PartitionFacts = {
  readonly index: number;
  readonly leader?: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
};

/** A transaction that is not ended yet: what comes after its first record cannot be read as committed, nor cut away. */
export type OpenTransaction = {
  readonly partition: number;
  readonly producerId: string;
  /** When it began, or when its producer wrote last, as far as the brokers say. */
  readonly since?: string;
};

/** A topic as the listing of the cluster shows it. */
export type ListedTopic = {
  readonly name: string;
  readonly id: string;
  readonly internal: boolean;
  readonly partitions: readonly PartitionFacts[];
};

/** What is asked about the topics that matched, and about no other. Offsets and bytes by partition. */
export type TopicFacts = ListedTopic & {
  readonly configs: Known<readonly ConfigFact[]>;
  readonly starts: ReadonlyMap<number, Known<bigint>>;
  /** The last stable offsets. */
  readonly ends: ReadonlyMap<number, Known<bigint>>;
  /** The ends of the logs: behind the last stable offset where a transaction is open. */
  readonly logEnds: ReadonlyMap<number, Known<bigint>>;
  readonly openTransactions: Known<readonly OpenTransaction[]>;
  /** Of all replicas of a partition together. */
  readonly bytes: ReadonlyMap<number, Known<number>>;
};

export type GroupFacts = {
  readonly group: string;
  readonly state: string;
  readonly offsets: readonly { readonly topic: string; readonly partition: number; readonly offset: bigint }[];
};

export type ClusterFacts = {
  readonly id: string;
  readonly brokers: number;
  readonly canDeleteRecords: boolean;
  readonly canDeleteById: boolean;
  readonly autoCreation: Known<boolean>;
  readonly deletion: Known<boolean>;
  readonly groups: readonly GroupFacts[];
  /** Groups, or all of them, that could not be read. */
  readonly unreadableGroups: readonly string[];
};

/** What has to be the same before and after. */
export type TopicShape = {
  readonly partitions: number;
  /** The smallest of its partitions. */
  readonly replicationFactor: number;
  /** The brokers of each partition, in ascending order. Absent in what an earlier version kept. */
  readonly replicas?: readonly (readonly number[])[];
  /** Only what is set on the topic itself; inherited values would be pinned to it. */
  readonly overrides: Readonly<Record<string, string>>;
};

/** Offsets are decimal text: they are stored as JSON, and need not fit into a number. */
export type Cut = { readonly partition: number; readonly start: string; readonly upTo: string };

export type PlannedAction =
  | 'truncate'
  | 'recreate'
  | 'create'
  | 'change'
  | 'already-empty'
  | 'unchanged'
  | 'drift'
  | 'skip' // as it should be: nothing is wrong with leaving it
  | 'refuse'; // it was requested and cannot be done safely

export type DefinitionFix = { readonly partitions?: number; readonly configs?: Readonly<Record<string, string>> };

export type GroupLoss = { readonly group: string; readonly state: string; readonly records: number };

export type PlannedTopic = {
  readonly topic: string;
  /** Absent: there is no such topic yet. */
  readonly id?: string;
  /** The rule that brought it here: `prefix atlas.events.`, `definition`. */
  readonly matchedBy: string;
  readonly strategy: Strategy | 'none';
  readonly action: PlannedAction;
  readonly reason: string;
  readonly records: Amount;
  readonly bytes: Amount;
  readonly leastBytes: Amount;
  readonly mostBytes: Amount;
  readonly groups: readonly GroupLoss[];
  /** In what it differs from its definition, in words. */
  readonly drift: readonly string[];
  /** What is done about that: only ever more partitions, and only the settings that the definition lists. */
  readonly fix?: DefinitionFix;
  readonly notes: readonly string[];
  readonly shape?: TopicShape;
  readonly cuts: readonly Cut[];
  readonly definition?: TopicDefinition;
};

export type CleanupPlan = {
  readonly cluster: string;
  readonly hash: string;
  readonly topics: readonly PlannedTopic[];
  /** Matched by a rule and denied anyway. */
  readonly denied: readonly { readonly topic: string; readonly reason: string }[];
  /** Why nothing of it may be executed: a cap is passed, nothing is known of the cluster. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
};

/** Written before a topic is deleted, so that it can be created again in every case. */
export type Manifest = {
  readonly topic: string;
  readonly oldId: string;
  readonly run: string;
  readonly shape: TopicShape;
  readonly writtenAt: string;
  /** `deleting`: it may be gone at any moment and has to be made again. The others are closed. */
  readonly state: 'deleting' | 'done' | 'needs-attention' | 'abandoned';
  /** What had to be added to a topic that was not made again as it was. */
  readonly repaired?: readonly string[];
  /** Of what is to be made again. Where the plan of the run is still kept, the plan counts. */
  readonly hash?: string;
};

/** Exactly one per topic and run. */
export type CleanupOutcomeKind =
  | 'truncated'
  | 'already-empty'
  | 'recreated'
  | 'created'
  | 'changed'
  | 'unchanged'
  | 'skipped'
  | 'drift'
  | 'failed'
  | 'pending-physical'
  | 'not-started';

export type TopicOutcome = {
  readonly topic: string;
  readonly outcome: CleanupOutcomeKind;
  readonly reason: string;
  /** Kafka's name of the error, or ours. */
  readonly errorCode?: string;
};
