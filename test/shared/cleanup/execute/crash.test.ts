// A process that dies anywhere in an execution, before or after any call to Kafka or to the store, and another one that
// resumes the run: every topic is present in the end, and as it was.
import { describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Documents } from '#cleanup/store/documents.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { cleanupOf, recreating, rulesOf } from '#test/support/cleanups.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';

class Death extends Error {}

type Moment = 'before' | 'after';

/** Every method of a port dies at the given call, and all that come later. */
const mortal = <T extends object>(port: T, count: { calls: number }, diesAt: number, moment: Moment): T =>
  new Proxy(port, {
    get: (target, key) => {
      const method = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        count.calls += 1;
        const isLast = count.calls >= diesAt;
        if (isLast && (moment === 'before' || count.calls > diesAt)) throw new Death();
        const answer = await method.apply(target, args);
        if (isLast) throw new Death();
        return answer;
      };
    },
  });

const shop = () => {
  const kafka = memoryKafka();
  kafka.add('orders.new', { records: 10, configs: { 'retention.ms': '5000' } });
  kafka.add('orders.old', { records: 10, partitions: 3, replicas: 2 });
  kafka.add('payments.new', { records: 10 });
  return kafka;
};

const shapes = (kafka: ReturnType<typeof memoryKafka>) =>
  [...kafka.topics]
    .map(([name, { logs, replicas, configs }]) => [name, logs.length, replicas, [...configs]])
    .toSorted();

/** Answers whether the process died; the world is judged after another one has resumed or repeated the run. */
const dieAt = async (diesAt: number, moment: Moment, rules: CleanupRules): Promise<boolean> => {
  const kafka = shop();
  const documents = memoryDocuments();
  const expected = shapes(kafka);
  const { planHash } = await cleanupOf(kafka.admin, cleanupStore(documents)).plan(rules);
  const count = { calls: 0 };
  const first = cleanupOf(
    mortal<KafkaAdmin>(kafka.admin, count, diesAt, moment),
    cleanupStore(mortal<Documents>(documents, count, diesAt, moment)),
  );
  const died = await first.execute(planHash).then(
    () => false,
    (error) => {
      if (error instanceof Death) return true;
      throw error;
    },
  );

  const second = cleanupOf(kafka.admin, cleanupStore(documents));
  const resumed = await second.resume();
  // Dead before it had begun: then there is nothing to resume, and the plan still holds.
  const report = resumed.outcome === 'refused' ? await second.execute(planHash) : resumed;

  const where = `died ${moment} call ${diesAt}: ${report.reason}`;
  expect({ where, outcome: report.outcome }).toEqual({ where, outcome: 'done' });
  expect({ where, shapes: shapes(kafka) }).toEqual({ where, shapes: expected });
  expect([kafka.records('orders.new'), kafka.records('orders.old')]).toEqual([0, 0]);
  expect(kafka.records('payments.new')).toBe(20);
  expect((await second.store.manifests('cluster-one')).filter(({ state }) => state === 'deleting')).toEqual([]);
  return died;
};

const everywhere = async (moment: Moment, rules: CleanupRules): Promise<number> => {
  for (let diesAt = 1; ; diesAt += 1) if (!(await dieAt(diesAt, moment, rules))) return diesAt - 1;
};

describe.each(['before', 'after'] as const)('a process that dies %s any of its calls', (moment) => {
  it('a process that dies during an execution is followed by one that recreates everything as it was', async () => {
    expect(await everywhere(moment, recreating())).toBeGreaterThan(60);
  });

  it('a process that dies during an execution is followed by one that truncates everything to the offsets of the plan', async () => {
    expect(await everywhere(moment, rulesOf())).toBeGreaterThan(30);
  });
});
