// One plan that two people execute at the same time.
import { describe, expect, it } from 'vitest';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { cleanupOf, outcomesOf, recreating, rulesOf } from '#test/support/cleanups.ts';
import type { MemoryKafka } from '#test/support/memory-kafka.ts';
import { changesIn, shop } from './shop.ts';

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
  it('a plan that is executed twice at the same time is carried out by the first, and the second is told so', async () => {
    const { first, second, id } = await twiceAt(({ method }) => method === 'deleteTopic', recreating());

    expect(outcomesOf(first)).toEqual(['orders.new: recreated', 'orders.old: recreated']);
    expect(first.outcome).toBe('done');
    expect([second.outcome, second.reason]).toEqual([
      'refused',
      `${id} was started and is not complete: resume it (resume --run ${id})`,
    ]);
  });

  it('a plan that is executed twice at the same time is carried out by the second where the first has not begun: that may be dead', async () => {
    const { first, second, kafka } = await twiceAt(({ method }) => method === 'topicConfigs');

    expect([first.outcome, first.reason]).toEqual(['refused', 'another process executes this plan by now']);
    expect(second.outcome).toBe('done');
    expect(changesIn(kafka)).toHaveLength(1);
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
