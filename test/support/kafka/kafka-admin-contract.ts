// What every KafkaAdmin over every cluster has to do. The fake broker runs it in `npm test`, real Kafka in the integration tests: what
// a fake answers here, a real broker answers, too.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, KafkaAdmin, PartitionAnswer, Topic, TopicSpec } from '#cleanup/kafka/kafka-admin.ts';

/** A cluster under test. All topics and groups have the prefix in their names, so that a cluster may be shared. */
export type TestedCluster = {
  readonly admin: KafkaAdmin;
  readonly prefix: string;
  readonly brokers: number;
  readonly produce: (topic: string, partition: number, records: number) => Promise<void>;
  readonly commit: (group: string, topic: string, partition: number, offset: bigint) => Promise<void>;
  /** Begins a transaction, writes these records and leaves it open. */
  readonly produceUncommitted: (topic: string, partition: number, records: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export const valueIn = <T>(answer: Answer<T> | undefined): T => {
  if (answer?.kind !== 'known') throw new Error(`expected an answer, not ${JSON.stringify(answer)}`);
  return answer.value;
};

const codeOf = (answer: Answer<unknown> | undefined): string | undefined =>
  answer?.kind === 'refused' ? answer.code : undefined;

const byPartition = (answers: readonly PartitionAnswer<bigint>[]): (bigint | string | undefined)[] =>
  answers.map(({ answer }) => (answer.kind === 'known' ? answer.value : answer.code));

/** Asks again until the answer is a value: brokers learn of a change one after the other. */
export const eventually = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = await ask();
    if (found !== undefined) return found;
    await setTimeout(50);
  }
  throw new Error(`waited in vain for ${what}`);
};

const isLed = ({ partitions }: Topic, count: number): boolean =>
  partitions.length === count && partitions.every(({ leader }) => leader !== undefined);

const seen = (admin: KafkaAdmin, name: string, count: number): Promise<Topic> =>
  eventually(`${name} with ${count} partitions`, async () => {
    const answer = (await admin.topics([name])).get(name);
    return answer?.kind === 'known' && isLed(answer.value, count) ? answer.value : undefined;
  });

export const testKafkaAdmin = (label: string, start: () => Promise<TestedCluster>): void => {
  describe(`KafkaAdmin over ${label}`, () => {
    let cluster: TestedCluster;
    let admin: KafkaAdmin;
    beforeAll(async () => {
      cluster = await start();
      admin = cluster.admin;
    });
    afterAll(async () => {
      await cluster.stop();
    });

    const create = async (name: string, spec: Partial<TopicSpec> = {}): Promise<Topic> => {
      const full = { name: cluster.prefix + name, partitions: 1, replicationFactor: 1, configs: {}, ...spec };
      valueIn(await admin.createTopic(full, { validateOnly: false }));
      return seen(admin, full.name, full.partitions);
    };
    const ownConfigs = async (name: string): Promise<Record<string, string | null>> => {
      const entries = valueIn((await admin.topicConfigs([name])).get(name));
      const own = entries.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG');
      return Object.fromEntries(own.map(({ name: key, value }) => [key, value]));
    };

    it('the Kafka client tells who the cluster is and which brokers are up', async () => {
      const { id, brokers, controller } = await admin.cluster();

      expect(id).toMatch(/^\S{10,}$/);
      expect(brokers).toHaveLength(cluster.brokers);
      expect(brokers).toContain(controller);
    });

    it('the Kafka client creates a topic as specified and tells its id, partitions, replicas and own settings', async () => {
      const configs = { 'retention.ms': '3600000', 'cleanup.policy': 'compact,delete' };

      const topic = await create('specified', { partitions: 3, configs });

      expect(topic).toMatchObject({ name: `${cluster.prefix}specified`, internal: false });
      expect(topic.id).toMatch(/^[\w-]+$/);
      expect(topic.partitions.map(({ index }) => index)).toEqual([0, 1, 2]);
      expect(topic.partitions.every(({ replicas, inSync }) => replicas.length === 1 && inSync.length === 1)).toBe(true);
      expect(await ownConfigs(topic.name)).toEqual(configs);
    });

    it('the Kafka client places replicas by hand where the specification does', async () => {
      const { brokers } = await admin.cluster();
      const last = brokers.at(-1) ?? 0;
      const assignments = [0, 1].map((partition) => ({ partition, replicas: [last] }));

      const topic = await create('placed', { partitions: 2, assignments });

      expect(topic.partitions.map(({ replicas }) => replicas)).toEqual([[last], [last]]);
    });

    it('the Kafka client creates nothing when it only validates, and says what would be wrong', async () => {
      const spec = { name: `${cluster.prefix}rehearsed`, partitions: 1, replicationFactor: 1, configs: {} };
      const wrong = { ...spec, configs: { 'no.such.setting': '1' } };

      expect(await admin.createTopic(spec, { validateOnly: true })).toEqual({ kind: 'known', value: undefined });
      expect(codeOf(await admin.createTopic(wrong, { validateOnly: true }))).toBe('INVALID_CONFIG');
      expect(codeOf(await admin.createTopic({ ...spec, replicationFactor: 9 }, { validateOnly: true }))).toBe(
        'INVALID_REPLICATION_FACTOR',
      );
      expect(codeOf((await admin.topics([spec.name])).get(spec.name))).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    });

    it('the Kafka client refuses a name that is taken, whatever else is asked for', async () => {
      const { name, id } = await create('taken');
      const again = { name, partitions: 5, replicationFactor: 9, configs: {} };

      expect(codeOf(await admin.createTopic(again, { validateOnly: true }))).toBe('TOPIC_ALREADY_EXISTS');
      expect(codeOf(await admin.createTopic(again, { validateOnly: false }))).toBe('TOPIC_ALREADY_EXISTS');
      expect((await seen(admin, name, 1)).id).toBe(id);
    });

    it('the Kafka client never creates a topic by asking for it, and answers for the others all the same', async () => {
      const { name } = await create('present');
      const absent = `${cluster.prefix}absent`;

      const found = await admin.topics([name, absent]);
      const configs = await admin.topicConfigs([absent, name]);

      expect([...found.keys()].sort()).toEqual([absent, name].sort());
      expect(codeOf(found.get(absent))).toBe('UNKNOWN_TOPIC_OR_PARTITION');
      expect(codeOf(configs.get(absent))).toBe('UNKNOWN_TOPIC_OR_PARTITION');
      expect(configs.get(name)?.kind).toBe('known');
      expect([...(await admin.topics()).keys()]).toContain(name);
      expect([...(await admin.topics()).keys()]).not.toContain(absent);
    });

    it('the Kafka client tells where logs begin and end, per partition', async () => {
      const { name } = await create('offsets', { partitions: 2 });
      await cluster.produce(name, 1, 7);
      const of = [0, 1, 2].map((partition) => ({ topic: name, partition }));

      expect(byPartition(await admin.offsets(of, 'earliest'))).toEqual([0n, 0n, 'UNKNOWN_TOPIC_OR_PARTITION']);
      expect(byPartition(await admin.offsets(of, 'latest'))).toEqual([0n, 7n, 'UNKNOWN_TOPIC_OR_PARTITION']);
      expect(byPartition(await admin.offsets(of.slice(0, 2), 'stable'))).toEqual([0n, 7n]);
    });

    it('the Kafka client takes the stable end before an open transaction', async () => {
      const { name } = await create('transaction');
      const of = [{ topic: name, partition: 0 }];
      await cluster.produce(name, 0, 4);
      await cluster.produceUncommitted(name, 0, 3);

      expect(byPartition(await admin.offsets(of, 'latest'))).toEqual([7n]);
      expect(byPartition(await admin.offsets(of, 'stable'))).toEqual([4n]);
    });

    it('the Kafka client cuts logs at the given offsets, keeps what came later, and may be repeated', async () => {
      const { name, id } = await create('cut', { partitions: 3 });
      const cuts = [
        { topic: name, partition: 0, offset: 5n },
        { topic: name, partition: 1, offset: 2n },
      ];
      const of = [0, 1, 2].map((partition) => ({ topic: name, partition }));
      for (const partition of [0, 1, 2]) await cluster.produce(name, partition, 5);
      await cluster.produce(name, 0, 3);

      expect(byPartition(await admin.deleteRecords(cuts))).toEqual([5n, 2n]);
      expect(byPartition(await admin.deleteRecords(cuts))).toEqual([5n, 2n]);
      expect(byPartition(await admin.deleteRecords([{ topic: name, partition: 0, offset: 1n }]))).toEqual([5n]);
      expect(byPartition(await admin.offsets(of, 'earliest'))).toEqual([5n, 2n, 0n]);
      expect(byPartition(await admin.offsets(of, 'latest'))).toEqual([8n, 5n, 5n]);
      expect((await seen(admin, name, 3)).id).toBe(id);
    });

    it('the Kafka client refuses single cuts with the reason and makes the others', async () => {
      const { name } = await create('refused-cuts', { partitions: 2 });
      const compacted = await create('compacted', { configs: { 'cleanup.policy': 'compact' } });
      for (const partition of [0, 1]) await cluster.produce(name, partition, 5);

      const answers = await admin.deleteRecords([
        { topic: name, partition: 0, offset: 6n },
        { topic: compacted.name, partition: 0, offset: 0n },
        { topic: name, partition: 1, offset: -1n },
        { topic: name, partition: 1, offset: 3n },
      ]);

      const found = new Map(answers.map((one) => [`${one.topic}/${one.partition}/${byPartition([one])}`, true]));
      expect([...found.keys()].sort()).toEqual(
        [
          `${name}/0/OFFSET_OUT_OF_RANGE`,
          `${compacted.name}/0/POLICY_VIOLATION`,
          `${name}/1/OFFSET_OUT_OF_RANGE`,
          `${name}/1/3`,
        ].sort(),
      );
      expect(byPartition(await admin.offsets([{ topic: name, partition: 1 }], 'earliest'))).toEqual([3n]);
    });

    it('the Kafka client tells how many bytes partitions take, and does not take the unknown for nothing', async () => {
      const { name } = await create('sizes', { partitions: 2 });
      await cluster.produce(name, 1, 100);

      const told = valueIn(await admin.sizes([name]));
      const lacking = valueIn(await admin.sizes([name, `${cluster.prefix}nowhere`]));

      expect(told.complete).toBe(true);
      expect(told.sizes.find(({ partition }) => partition === 0)?.bytes).toBe(0n);
      expect(told.sizes.find(({ partition }) => partition === 1)?.bytes).toBeGreaterThan(100n);
      expect(lacking.complete).toBe(false);
      expect(lacking.sizes.map(({ topic }) => topic)).toEqual([name, name]);
    });

    it('the Kafka client tells what groups have read', async () => {
      const { name } = await create('read', { partitions: 2 });
      await cluster.produce(name, 1, 9);
      const group = `${cluster.prefix}readers`;
      await cluster.commit(group, name, 1, 6n);

      const { groups, complete } = await admin.groupOffsets();

      expect(complete).toBe(true);
      const { offsets } = valueIn(groups.find((one) => one.group === group)?.answer);
      expect(offsets).toEqual([{ topic: name, partition: 1, offset: 6n }]);
    });

    it('the Kafka client deletes by id: a topic that was made anew under the name survives', async () => {
      const first = await create('anew');
      valueIn(await admin.deleteTopic(first.id));
      await eventually('the end of the topic', async () => {
        const code = codeOf((await admin.topics([first.name])).get(first.name));
        return code === 'UNKNOWN_TOPIC_OR_PARTITION' ? code : undefined;
      });
      const second = await create('anew');

      expect(second.id).not.toBe(first.id);
      expect(codeOf(await admin.deleteTopic(first.id))).toBe('UNKNOWN_TOPIC_ID');
      expect(codeOf(await admin.deleteTopic('not an id'))).toBe('UNKNOWN_TOPIC_ID');
      expect((await seen(admin, first.name, 1)).id).toBe(second.id);
    });

    it('the Kafka client adds partitions, never takes any away', async () => {
      const { name } = await create('grown', { partitions: 2 });

      valueIn(await admin.addPartitions(name, 4, { validateOnly: true }));
      expect((await seen(admin, name, 2)).partitions).toHaveLength(2);
      valueIn(await admin.addPartitions(name, 4, { validateOnly: false }));
      await seen(admin, name, 4);
      expect(codeOf(await admin.addPartitions(name, 3, { validateOnly: false }))).toBe('INVALID_PARTITIONS');
    });

    it('the Kafka client sets only the settings that are named', async () => {
      const { name } = await create('set', { configs: { 'retention.ms': '3600000', 'segment.bytes': '1048576' } });

      valueIn(await admin.setTopicConfigs(name, { 'retention.ms': '7200000' }));

      await eventually('the setting', async () => (await ownConfigs(name))['retention.ms'] === '7200000' || undefined);
      expect(await ownConfigs(name)).toEqual({ 'retention.ms': '7200000', 'segment.bytes': '1048576' });
      expect(codeOf(await admin.setTopicConfigs(name, { 'no.such.setting': '1' }))).toBe('INVALID_CONFIG');
    });

    it('the Kafka client tells the settings of a broker that are asked for', async () => {
      const keys = ['auto.create.topics.enable', 'delete.topic.enable'];

      const entries = valueIn(await admin.brokerConfigs(keys));

      expect(entries.map(({ name }) => name).sort()).toEqual(keys);
      expect(entries.find(({ name }) => name === keys[1])?.value).toBe('true');
    });
  });
};
