// What a fake cluster holds. Tests read it and change it at will; brokers answer from it.
import { createHash } from 'node:crypto';
import { append, emptyPartition, type FakePartition, freeClosedSegments } from './fake-log.ts';
import type { ApiName } from './messages.ts';

export type FakeTopic = {
  readonly name: string;
  /** 32 hexadecimal digits. */
  id: string;
  internal: boolean;
  readonly partitions: FakePartition[];
  readonly configs: Map<string, string>;
  /** Deleted in the way of ZooKeeper: gone for good only after `settle`. */
  dying: boolean;
};

export type FakeGroup = {
  readonly id: string;
  state: string;
  type: string;
  coordinator: number;
  readonly offsets: Map<string, bigint>;
};

/** Kafka's error code for a request about a topic, a group or (with the empty name) the cluster; 0 if it is welcome. */
type Refuses = (request: ApiName, name: string) => number;

type NewTopic = {
  readonly name: string;
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly configs?: Readonly<Record<string, string>>;
  readonly internal?: boolean;
};

export type FakeWorld = ReturnType<typeof fakeWorld>;

const defaultSegmentBytes = 1_073_741_824n;

const offsetKey = (topic: string, partition: number): string => `${topic}/${partition}`;

export const fakeWorld = (brokerIds: readonly number[]) => {
  const topics = new Map<string, FakeTopic>();
  const groups = new Map<string, FakeGroup>();
  const brokerConfigs = new Map<string, string>([
    ['auto.create.topics.enable', 'false'],
    ['delete.topic.enable', 'true'],
  ]);
  const live = new Set(brokerIds);
  let ids = 0;

  /** Never the same id twice, and the same ones in every run. */
  const newId = (): string => {
    ids += 1;
    return createHash('sha256').update(`topic ${ids}`).digest('hex').slice(0, 32);
  };

  const replicasFor = (index: number, factor: number): number[] =>
    Array.from({ length: factor }, (_, replica) => brokerIds[(index + replica) % brokerIds.length] ?? 1);

  const createTopic = ({ name, partitions = 1, replicationFactor = 1, configs = {}, internal = false }: NewTopic) => {
    const topic: FakeTopic = {
      name,
      id: newId(),
      internal,
      partitions: Array.from({ length: partitions }, (_, index) =>
        emptyPartition(index, replicasFor(index, replicationFactor)),
      ),
      configs: new Map(Object.entries(configs)),
      dying: false,
    };
    topics.set(name, topic);
    return topic;
  };

  const topic = (name: string): FakeTopic => {
    const found = topics.get(name);
    if (!found) throw new Error(`the fake cluster has no topic ${name}`);
    return found;
  };

  const partition = (name: string, index: number): FakePartition => {
    const found = topic(name).partitions[index];
    if (!found) throw new Error(`the fake cluster has no partition ${index} of ${name}`);
    return found;
  };

  /** The coordinator of a group forgets what was committed for a deleted topic (facts/kafka.md 4.2). */
  const removeTopic = (name: string): void => {
    topics.delete(name);
    for (const { offsets } of groups.values())
      for (const key of [...offsets.keys()]) if (key.startsWith(`${name}/`)) offsets.delete(key);
  };

  return {
    clusterId: 'fake-cluster-000000000',
    brokerIds,
    /** Those that answer and can lead. */
    live,
    topics,
    groups,
    brokerConfigs,
    controller: brokerIds[0] ?? 1,
    /** Deletion takes until `settle`, as it takes a while with ZooKeeper. */
    deletesSlowly: false,
    refuses: (() => 0) as Refuses,
    /** What a refusal because of a quota asks for. */
    throttleMs: 0,
    createTopic,
    removeTopic,
    newId,
    replicasFor,
    topic,
    partition,
    produce: (name: string, index: number, records: number, bytesEach = 100): void => {
      const segmentBytes = BigInt(topic(name).configs.get('segment.bytes') ?? defaultSegmentBytes);
      append(partition(name, index), records, bytesEach, segmentBytes);
    },
    commit: (group: string, name: string, index: number, offset: bigint): void => {
      const found = groups.get(group) ?? {
        id: group,
        state: 'Stable',
        type: 'classic',
        coordinator: brokerIds[0] ?? 1,
        offsets: new Map(),
      };
      found.offsets.set(offsetKey(name, index), offset);
      groups.set(group, found);
    },
    /** Somebody deletes the topic and makes it anew. */
    recreate: (name: string): FakeTopic => {
      const { partitions, configs } = topic(name);
      removeTopic(name);
      return createTopic({
        name,
        partitions: partitions.length,
        replicationFactor: partitions[0]?.replicas.length ?? 1,
        configs: Object.fromEntries(configs),
      });
    },
    /** What a cluster does in the background within minutes. */
    settle: (): void => {
      for (const one of [...topics.values()]) {
        if (one.dying) removeTopic(one.name);
        else one.partitions.forEach(freeClosedSegments);
      }
    },
  };
};
