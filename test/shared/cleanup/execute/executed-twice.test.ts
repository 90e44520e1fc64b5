// One plan that two people execute at the same time.
import { describe, expect, it } from 'vitest';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { cleanupOf, outcomesOf, recreating, rulesOf } from '#test/support/cleanups.ts';
import type { MemoryKafka } from '#test/support/memory-kafka.ts';
import { shop } from './shop.ts';

/** Somebody executes the same hash while the first execution makes its first call of this kind. */
const twiceAt = async (isMoment: Parameters<typeof momentIn>[1], rules = rulesOf()) => {
  const kafka = shop();
  const run = cleanupOf(kafka.admin);
  const { planHash, run: id } = await run.plan(rules);
  const second = momentIn(kafka, isMoment, () => run.execute(planHash));
  const first = await run.execute(planHash);
  return { kafka, id, first, second: await second() };
};

const momentIn = (
  kafka: MemoryKafka,
  isMoment: (call: Parameters<MemoryKafka['before']>[0]) => boolean,
  act: () => Promise<CleanupReport>,
) => {
  let acted: Promise<CleanupReport> | undefined;
  const { admin } = kafka;
  const { deleteTopic, topicConfigs } = admin;
  const once = async (method: 'deleteTopic' | 'topicConfigs'): Promise<void> => {
    if (acted || !isMoment({ method, about: '' })) return;
    acted = act();
    await acted;
  };
  admin.deleteTopic = async (id) => {
    await once('deleteTopic');
    return deleteTopic(id);
  };
  admin.topicConfigs = async (names) => {
    await once('topicConfigs');
    return topicConfigs(names);
  };
  return () => acted ?? Promise.reject(new Error('nobody came in between'));
};

describe('a plan that is executed twice at the same time', () => {
  it('a plan that is executed twice at the same time is carried out by the first, and the second is told to wait for it', async () => {
    const { first, second, id } = await twiceAt(({ method }) => method === 'deleteTopic', recreating());

    expect(outcomesOf(first)).toEqual(['orders.new: recreated', 'orders.old: recreated']);
    expect(first.outcome).toBe('done');
    expect(second.outcome).toBe('refused');
    expect(second.reason).toMatch(
      new RegExp(`^${id} was started and is not complete|^${id} is running on this cluster`),
    );
  });

  it('a plan that is executed twice at the same time before the first has begun is not to be resumed', async () => {
    const { first, second, id } = await twiceAt(({ method }) => method === 'topicConfigs');

    expect(first.outcome).toBe('done');
    expect(second.reason).toMatch(
      new RegExp(
        `^${id} is being executed by another process until 2026-.*; if that process is dead, execute it again then$`,
      ),
    );
  });

  it('a plan that is executed twice at the same time is executed once where the second had read it before the first began', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    const { acquireLease } = run.store;
    let isFirst = true;
    run.store.acquireLease = async (...args) => {
      if (isFirst) {
        isFirst = false;
        expect((await run.execute(planHash)).outcome).toBe('done');
        kafka.produce('orders.new', 3);
      }
      return acquireLease(...args);
    };
    const late = await run.execute(planHash);

    expect(late).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/was executed at .*: plan again$/),
    });
    expect(kafka.records('orders.new')).toBe(3);
  });
});
