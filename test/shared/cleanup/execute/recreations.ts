// One topic on its way from its deletion to its recreation, over a cluster in memory.
import { finishRecreate, type RecreatePorts } from '#cleanup/execute/recreate.ts';
import type { Manifest, TopicOutcome } from '#core/cleanup.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

export const topic = 'orders.new';
export const shape = { partitions: 2, replicationFactor: 1, overrides: { 'retention.ms': '5000' } };
export const manifest: Manifest = {
  ...{ topic, oldId: 'id-1', run: 'run-1', shape, writtenAt: '2026-11-20T23:00:00Z', state: 'deleting' },
};

type Given = {
  readonly isThere?: boolean;
  readonly ports?: Partial<RecreatePorts>;
  readonly prepare?: (kafka: MemoryKafka) => void;
  readonly its?: Partial<Manifest>;
};

export const finished = async ({ isThere = true, ports = {}, prepare, its = {} }: Given) => {
  const kafka = memoryKafka();
  kafka.add(topic, { records: 3, configs: { 'retention.ms': '5000' } });
  if (!isThere) kafka.topics.delete(topic);
  prepare?.(kafka);
  const saved: Manifest[] = [];
  const pauses: number[] = [];
  const outcome = await finishRecreate(
    { ...manifest, ...its },
    {
      admin: kafka.admin,
      pause: async (ms) => void pauses.push(ms),
      save: async (one) => void saved.push(one),
      mayGoOn: async () => true,
      whyNotDelete: async () => undefined,
      mayBeDeleted: false,
      ...ports,
    },
  );
  const made = kafka.calls.filter(({ method }) => method === 'createTopic' || method === 'deleteTopic');
  return {
    kafka,
    outcome,
    saved,
    pauses,
    states: saved.map(({ state }) => state),
    made: made.map(({ method }) => method),
  };
};

export const refusing = (method: string, code: string, { times = 1_000, retryable = false } = {}) => {
  let left = times;
  return (kafka: MemoryKafka): void => {
    kafka.before = (call) => (call.method === method && left-- > 0 ? refusedAnswer(code, retryable) : undefined);
  };
};

export const unchanged: TopicOutcome = { topic, outcome: 'skipped', reason: 'left alone', errorCode: 'TOPIC_IN_USE' };
