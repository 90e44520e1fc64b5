// A Kafka cluster in memory behind the port, for tests of plans and runs. Records are only counted; every call can be watched,
// refused or made to die. What travels over sockets is tested elsewhere; both pass the same contract.
import type {
  Answer,
  ConfigEntry,
  KafkaAdmin,
  PartitionAnswer,
  PartitionKey,
  Topic,
  TopicSpec,
} from '#cleanup/kafka/kafka-admin.ts';

type Log = {
  start: bigint;
  end: bigint;
  stable?: bigint;
  producer?: bigint;
  leader: number | undefined;
  bytesEach: number;
  kept: bigint;
};
export type MemoryTopic = {
  id: string;
  internal: boolean;
  replicas: number;
  inSync: number;
  /** Brokers by partition, where replicas were placed by hand. */
  placed?: readonly (readonly number[])[];
  logs: Log[];
  configs: Map<string, string>;
};

type TopicOptions = {
  readonly partitions?: number;
  readonly replicas?: number;
  /** Records per partition. */
  readonly records?: number;
  readonly configs?: Readonly<Record<string, string>>;
  readonly internal?: boolean;
};

/** A call that changes something, or that is only a look. */
type Call = { readonly method: keyof KafkaAdmin; readonly about: string };

const defaults: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'segment.bytes': '1000',
  'retention.ms': '604800000',
  'remote.storage.enable': 'false',
};

const isConfig = (name: string): boolean => /^(cleanup|retention|segment|remote|min|max|compression)\./.test(name);

const known = <T>(value: T): Answer<T> => ({ kind: 'known', value });
export const refusedAnswer = (code: string, retryable = false): Extract<Answer<never>, { kind: 'refused' }> => ({
  kind: 'refused',
  code,
  message: code.toLowerCase().replaceAll('_', ' '),
  retryable,
});

const bytesPerRecord = 100;

export const memoryKafka = (id = 'cluster-one') => {
  const topics = new Map<string, MemoryTopic>();
  const groups = new Map<string, { topic: string; partition: number; offset: bigint }[]>();
  const calls: Call[] = [];
  let ids = 0;
  const world = {
    id,
    topics,
    groups,
    calls,
    brokers: [1, 2, 3],
    capabilities: { deleteRecords: true, describeLogDirs: true, deleteTopicsById: true },
    brokerSettings: { 'auto.create.topics.enable': 'false', 'delete.topic.enable': 'true' } as Record<string, string>,
    brokerConfigsAnswer: undefined as Answer<never> | undefined,
    /** May throw, or answer in place of the cluster. `after` comes when the call was carried out: its answer is lost. */
    before: (_call: Call): Answer<never> | undefined => undefined,
    after: (_call: Call): Answer<never> | undefined => undefined,
    add(name: string, options: TopicOptions = {}): MemoryTopic {
      ids += 1;
      const { partitions = 2, replicas = 1, records = 0, configs = {}, internal = false } = options;
      const topic: MemoryTopic = {
        id: `id-${ids}`,
        internal,
        replicas,
        inSync: replicas,
        logs: Array.from({ length: partitions }, () => newLog(BigInt(records))),
        configs: new Map(Object.entries(configs)),
      };
      topics.set(name, topic);
      return topic;
    },
    produce(name: string, count: number, partition = 0): void {
      const log = topics.get(name)?.logs[partition];
      if (!log) throw new Error(`no ${name}/${partition}`);
      log.end += BigInt(count);
    },
    /** What the brokers do minutes later: closed segments below the start go. */
    settle(): void {
      for (const { logs } of topics.values()) for (const log of logs) log.kept = log.start;
    },
    records: (name: string): number =>
      (topics.get(name)?.logs ?? []).reduce((sum, { start, end }) => sum + Number(end - start), 0),
  };

  const newLog = (records: bigint): Log => ({
    start: 0n,
    end: records,
    leader: 1,
    bytesEach: bytesPerRecord,
    kept: 0n,
  });

  const asTopic = (name: string, { id: topicId, internal, logs, replicas, inSync, placed }: MemoryTopic): Topic => ({
    name,
    id: topicId,
    internal,
    partitions: logs.map(({ leader }, index) => ({
      index,
      ...(leader === undefined ? {} : { leader }),
      replicas: placed?.[index] ?? world.brokers.slice(0, replicas),
      inSync: placed?.[index] ?? world.brokers.slice(0, inSync),
    })),
  });

  /** Every call goes through here: before it, it may be refused or die; after it, its answer may be lost. */
  const call = async <T>(method: Call['method'], about: string, act: () => T): Promise<T> => {
    const made = { method, about };
    const instead = world.before(made);
    calls.push(made);
    if (instead) return instead as T;
    const answer = act();
    return (world.after(made) as T | undefined) ?? answer;
  };

  const perPartition = <T extends PartitionKey, R>(of: readonly T[], value: (log: Log, one: T) => Answer<R>) =>
    of.map(({ topic, partition }, index): PartitionAnswer<R> => {
      const log = topics.get(topic)?.logs[partition];
      const one = of[index];
      const answer = log && one ? value(log, one) : refusedAnswer('UNKNOWN_TOPIC_OR_PARTITION', true);
      return { topic, partition, answer };
    });

  const led = <R>(log: Log, value: () => Answer<R>): Answer<R> =>
    log.leader === undefined ? refusedAnswer('LEADER_NOT_AVAILABLE', true) : value();

  const create = (spec: TopicSpec, validateOnly: boolean): Answer<string | undefined> => {
    if (topics.has(spec.name)) return refusedAnswer('TOPIC_ALREADY_EXISTS');
    if (spec.replicationFactor > world.brokers.length) return refusedAnswer('INVALID_REPLICATION_FACTOR');
    if (!Object.keys(spec.configs).every(isConfig)) return refusedAnswer('INVALID_CONFIG');
    if (validateOnly) return known(undefined);
    const { partitions, replicationFactor, configs, assignments } = spec;
    const topic = world.add(spec.name, { partitions, replicas: replicationFactor, configs });
    if (assignments) topic.placed = assignments.map(({ replicas }) => replicas);
    return known(topic.id);
  };

  const configsOf = ({ configs }: MemoryTopic): ConfigEntry[] =>
    Object.entries({ ...defaults, ...Object.fromEntries(configs) }).map(([name, value]) => ({
      name,
      value,
      source: configs.has(name) ? 'DYNAMIC_TOPIC_CONFIG' : 'DEFAULT_CONFIG',
      sensitive: false,
    }));

  const admin: KafkaAdmin = {
    capabilities: () => call('capabilities', '', () => world.capabilities),
    cluster: () => call('cluster', '', () => ({ id: world.id, controller: 1, brokers: world.brokers })),
    topics: (names) =>
      call('topics', names?.join() ?? 'all', () => {
        const asked = names ?? [...topics.keys()];
        const answers = asked.map((name): [string, Answer<Topic>] => {
          const topic = topics.get(name);
          return [name, topic ? known(asTopic(name, topic)) : refusedAnswer('UNKNOWN_TOPIC_OR_PARTITION', true)];
        });
        return new Map(answers);
      }),
    topicConfigs: (names) =>
      call('topicConfigs', names.join(), () => {
        const answers = names.map((name): [string, Answer<readonly ConfigEntry[]>] => {
          const topic = topics.get(name);
          return [name, topic ? known(configsOf(topic)) : refusedAnswer('UNKNOWN_TOPIC_OR_PARTITION', true)];
        });
        return new Map(answers);
      }),
    brokerConfigs: (names) =>
      call('brokerConfigs', names.join(), () => {
        const settings = names.map((name) => ({ name, value: world.brokerSettings[name] ?? null }));
        return (
          world.brokerConfigsAnswer ??
          known(settings.map((one) => ({ ...one, source: 'STATIC_BROKER_CONFIG', sensitive: false })))
        );
      }),
    offsets: (of, at) =>
      call('offsets', at, () =>
        perPartition(of, (log) =>
          led(log, () => known(at === 'earliest' ? log.start : at === 'stable' ? (log.stable ?? log.end) : log.end)),
        ),
      ),
    openTransactions: (of) =>
      call('openTransactions', '', () =>
        perPartition(of, ({ stable, producer = 4711n }) =>
          known(stable === undefined ? [] : [{ producerId: producer, sinceMs: Date.parse('2026-11-20T20:00:00Z') }]),
        ),
      ),
    sizes: (names) =>
      call('sizes', names.join(), () => {
        if (!world.capabilities.describeLogDirs) return refusedAnswer('UNSUPPORTED_VERSION');
        const sizes = names.flatMap((name) =>
          (topics.get(name)?.logs ?? []).map(({ end, kept, bytesEach }, partition) => ({
            topic: name,
            partition,
            bytes: (end - kept) * BigInt(bytesEach),
          })),
        );
        return known({ sizes, complete: names.every((name) => topics.has(name)) });
      }),
    groupOffsets: () =>
      call('groupOffsets', '', () => ({
        groups: [...groups].map(([group, offsets]) => ({ group, answer: known({ group, state: 'Empty', offsets }) })),
        complete: true,
      })),
    deleteRecords: (upTo) =>
      call('deleteRecords', [...new Set(upTo.map(({ topic }) => topic))].join(), () =>
        perPartition(upTo, (log, { topic, offset }) =>
          led(log, () => {
            if (topics.get(topic)?.internal) return refusedAnswer('INVALID_TOPIC_EXCEPTION');
            const policy = topics.get(topic)?.configs.get('cleanup.policy') ?? 'delete';
            if (!policy.includes('delete')) return refusedAnswer('POLICY_VIOLATION');
            if (offset > log.end || offset < 0n) return refusedAnswer('OFFSET_OUT_OF_RANGE');
            if (offset > log.start) log.start = offset;
            return known(log.start);
          }),
        ),
      ),
    createTopic: (spec, { validateOnly }) =>
      call('createTopic', `${spec.name}${validateOnly ? ' (validate)' : ''}`, () => create(spec, validateOnly)),
    deleteTopic: (topicId) =>
      call('deleteTopic', topicId, () => {
        const [name] = [...topics].find(([, topic]) => topic.id === topicId) ?? [];
        if (name === undefined) return refusedAnswer('UNKNOWN_TOPIC_ID', true);
        if (world.brokerSettings['delete.topic.enable'] === 'false') return refusedAnswer('TOPIC_DELETION_DISABLED');
        topics.delete(name);
        return known(undefined);
      }),
    addPartitions: (name, count, { validateOnly }) =>
      call('addPartitions', name, () => {
        const topic = topics.get(name);
        if (!topic) return refusedAnswer('UNKNOWN_TOPIC_OR_PARTITION', true);
        if (count <= topic.logs.length) return refusedAnswer('INVALID_PARTITIONS');
        while (!validateOnly && topic.logs.length < count) topic.logs.push(newLog(0n));
        return known(undefined);
      }),
    setTopicConfigs: (name, configs) =>
      call('setTopicConfigs', name, () => {
        const topic = topics.get(name);
        if (!topic) return refusedAnswer('UNKNOWN_TOPIC_OR_PARTITION', true);
        if (!Object.keys(configs).every(isConfig)) return refusedAnswer('INVALID_CONFIG');
        for (const [key, value] of Object.entries(configs)) topic.configs.set(key, value);
        return known(undefined);
      }),
    close: async () => {},
  };
  return Object.assign(world, { admin });
};

export type MemoryKafka = ReturnType<typeof memoryKafka>;
