// What is kept of a run, and what it is called afterwards: as little as it did, as much as is left to do.
import { describe, expect, it } from 'vitest';
import { executeRun } from '#cleanup/execute/execute.ts';
import { InputError } from '#core/errors.ts';
import { cleanupOf, evening, outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';
import { shop } from './shop.ts';

const cluster = 'cluster-one';
const defined = (name: string, more: object = {}) => ({
  ...{ name, partitions: 2, replicationFactor: 1, configs: {} },
  ...more,
});
const stateOf = async (run: ReturnType<typeof cleanupOf>, id: string) =>
  (await run.store.readPlan(cluster, id))?.run.state;

describe('what is kept of a run', () => {
  it('what is kept of a run is one outcome for each topic, also for those that it has nothing to do about', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.a', { records: 10 });
    kafka.add('orders.b');
    kafka.add('orders.c', { configs: { 'cleanup.policy': 'compact' } });
    kafka.add('orders.d', { records: 10 });
    for (const log of kafka.topics.get('orders.d')?.logs ?? []) log.leader = undefined;
    kafka.add('stock', { records: 10 });
    kafka.add('prices', { records: 10 });
    const run = cleanupOf(kafka.admin);
    const topics = [defined('stock'), defined('prices', { partitions: 3 })];
    const { planHash, run: id } = await run.plan(rulesOf({ topics }));
    const expected = [
      ...['orders.a: truncated', 'orders.b: already-empty', 'orders.c: skipped', 'orders.d: skipped'],
      ...['prices: drift', 'stock: unchanged'],
    ];

    expect(outcomesOf(await run.execute(planHash))).toEqual(expected);
    const kept = await run.store.outcomes(cluster, id);
    expect(kept.map(({ topic, outcome }) => `${topic}: ${outcome}`).toSorted()).toEqual(expected);
    expect(kafka.records('stock') + kafka.records('prices')).toBe(40);
  });

  it.each<[what: string, code: string | undefined, state: string, next: string | undefined]>([
    ['done', undefined, 'done', undefined],
    ['partial where resuming can help', 'TOPIC_AUTHORIZATION_FAILED', 'partial', 'resume'],
    ['done where only another plan can', 'POLICY_VIOLATION', 'done', 'plan'],
  ])('what is kept of a run is that it is %s', async (_, code, state, next) => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash, run: id } = await run.plan(
      rulesOf({ prefixes: [{ prefix: 'orders.new', strategy: 'truncate' }] }),
    );
    kafka.after = ({ method }) => {
      if (method === 'deleteRecords') kafka.settle();
      return undefined;
    };
    kafka.before = ({ method }) =>
      method === 'deleteRecords' && code !== undefined
        ? ([0, 1].map((partition) => ({ topic: 'orders.new', partition, answer: refusedAnswer(code) })) as never)
        : undefined;
    const report = await run.execute(planHash);

    expect(report.next?.mode).toBe(next);
    expect(await stateOf(run, id)).toBe(state);
    expect((await run.execute(planHash)).reason).toMatch(
      state === 'partial'
        ? new RegExp(`^${id} was started and is not complete: resume it \\(resume --run ${id}\\)$`)
        : new RegExp(`^${id} was executed at .*: plan again$`),
    );
  });

  it('what is kept of a run that lost its lease is left to the process that has it', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash, run: id } = await run.plan();
    kafka.after = ({ method }) => {
      if (method === 'deleteRecords')
        void run.store.acquireLease(cluster, { run: id, holder: 'another', until: evening + 60_000 }, 0);
      return undefined;
    };
    await run.execute(planHash);

    expect(await stateOf(run, id)).toBe('executing');
    await run.store.releaseLease(cluster, 'another');
    expect((await run.execute(planHash)).reason).toMatch(/was started and is not complete: resume it/);
  });

  it('what is kept of a run does not hide a bug of the comparison after it', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    let isDone = false;
    kafka.before = ({ method, about }) => {
      isDone ||= method === 'deleteRecords';
      if (isDone && method === 'topics' && about === 'all') throw new TypeError('a bug');
      return undefined;
    };

    await expect(run.execute(planHash)).rejects.toThrow('a bug');
  });
});

describe('a run that is refused', () => {
  const asking = async (clusterId: string) => {
    const run = cleanupOf(shop().admin);
    const { planHash } = await run.plan();
    return executeRun({ planHash, clusterId, rulesFor: ({ rules }) => rules, requestedBy: 'ana' }, run.deps);
  };

  it('a run that is refused may be meant for another cluster', async () => {
    expect((await asking('cluster-two')).refusals).toEqual(['connected to cluster cluster-one, not cluster-two']);
    expect((await asking('cluster-one')).outcome).toBe('done');
  });

  it('a run that is refused names every reason of a plan that was refused itself', async () => {
    const run = cleanupOf(shop().admin);
    const rules = rulesOf({ caps: { topicsMax: 1, bytesMax: 1 } });
    const { planHash, refusals } = await run.plan(rules);

    expect(refusals).toHaveLength(2);
    expect((await run.execute(planHash, rules)).reason).toBe(
      `the plan itself was refused: ${refusals[0]}; ${refusals[1]}; plan again`,
    );
  });

  it('a run that is refused for its age is older than seven days, and not of that very age', async () => {
    const run = cleanupOf(shop().admin);
    const { planHash } = await run.plan();
    run.pass(7 * 24 * 3_600_000);
    expect((await run.execute(planHash)).outcome).toBe('done');
    const { planHash: next } = await run.plan();
    run.pass(7 * 24 * 3_600_000 + 1);
    expect((await run.execute(next)).reason).toBe('the plan is older than 7 days: plan again');
  });

  it('a run that is refused by a dead process hears which topics are gone, and only those', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const theirs = await run.plan(recreating());
    kafka.before = ({ method, about }) => {
      if (method === 'createTopic' && about === 'orders.new') throw new Error('dead');
      return undefined;
    };
    await expect(run.execute(theirs.planHash)).rejects.toThrow('dead');
    kafka.before = () => undefined;
    const manifest = (await run.store.manifests(cluster)).find(({ topic }) => topic === 'orders.new');
    await run.store.saveManifest(cluster, { ...manifest, topic: 'payments.new', oldId: 'id-4' } as never);
    await run.store.acquireLease(cluster, { run: theirs.run, holder: 'dead', until: evening + 60_000 }, 0);
    const mine = await run.plan(rulesOf({ prefixes: [{ prefix: 'payments.', strategy: 'truncate' }] }));
    const until = new Date(evening + 60_000).toISOString();
    const atWork = `${theirs.run} is running on this cluster until ${until} at the latest`;
    const resume = `if its process is dead, you can resume immediately (resume --run ${theirs.run})`;

    expect((await run.execute(mine.planHash)).reason).toBe(
      `${atWork}; deleted and not yet recreated: orders.new; ${resume}`,
    );
    kafka.add('orders.new');
    expect((await run.execute(mine.planHash)).reason).toBe(`${atWork}; ${resume}`);
    kafka.admin.topics = async () => new Map();
    expect((await run.execute(mine.planHash)).reason).toContain('not yet recreated: orders.new, payments.new; ');
  });

  it('a run that is refused by a process that deleted nothing hears of no topic', async () => {
    const run = cleanupOf(shop().admin);
    const { planHash } = await run.plan();
    await run.store.acquireLease(cluster, { run: 'r', holder: 'x', until: evening + 60_000 }, 0);

    expect((await run.execute(planHash)).reason).toBe(
      `r is running on this cluster until ${new Date(evening + 60_000).toISOString()} at the latest; if its process is dead, you can resume immediately (resume --run r)`,
    );
  });
});

describe('a definition that a run applies', () => {
  const rules = rulesOf({
    ...{ prefixes: [], applyDefinitions: true },
    topics: [defined('orders.fresh'), defined('orders.new', { partitions: 3 })],
  });

  it('a definition that a run applies creates a missing topic and changes one that exists', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const report = await run.execute((await run.plan(rules)).planHash);

    expect(outcomesOf(report)).toEqual(['orders.fresh: created', 'orders.new: changed']);
    expect(kafka.topics.get('orders.new')?.logs).toHaveLength(3);
    expect(kafka.records('orders.new')).toBe(20);
  });

  it.each<[what: string, today: () => ReturnType<typeof rulesOf>, errorCode: string]>([
    ['is denied', () => ({ ...rules, deny: ['orders.*'] }), 'DENIED_TOPIC'],
    ['says something else', () => ({ ...rules, topics: [] }), 'RULES_CHANGED'],
    [
      'cannot be read',
      () => {
        throw new InputError('no such file');
      },
      'RULES_CHANGED',
    ],
  ])('a definition that a run applies is left out when it %s by then', async (_, today, errorCode) => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(rules);
    let asked = 0;
    const rulesFor = () => (asked++ === 0 ? rules : today());
    const report = await executeRun({ planHash, rulesFor, requestedBy: 'ana' }, run.deps);

    for (const name of ['orders.fresh', 'orders.new'])
      expect(topicIn(report, name)).toMatchObject({ outcome: 'skipped', errorCode });
    expect([kafka.topics.has('orders.fresh'), kafka.topics.get('orders.new')?.logs.length]).toEqual([false, 2]);
  });
});

describe('what a run asks of a cluster', () => {
  const asked = async (rules = rulesOf()) => {
    const kafka = shop();
    const sent: unknown[] = [];
    const { deleteRecords } = kafka.admin;
    kafka.admin.deleteRecords = async (upTo) => {
      sent.push(...upTo);
      return deleteRecords(upTo);
    };
    const [first] = kafka.topics.get('orders.new')?.logs ?? [];
    if (first) first.start = first.end;
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(rules);
    kafka.calls.length = 0;
    await run.execute(planHash);
    return { sent, sizes: kafka.calls.filter(({ method }) => method === 'sizes').length };
  };

  it('what a run asks of a cluster is to delete records of partitions that hold some, and of no other', async () => {
    const { sent } = await asked();

    expect(sent).toEqual([
      { topic: 'orders.new', partition: 1, offset: 10n },
      { topic: 'orders.old', partition: 0, offset: 10n },
      { topic: 'orders.old', partition: 1, offset: 10n },
    ]);
  });

  it('what a run asks of a cluster is sizes when it begins and ends, and before an act only where a cap needs them', async () => {
    const capped = rulesOf({ caps: { topicsMax: 500, bytesMax: 1_000_000 } });
    const fixed = rulesOf({ topics: [defined('orders.new', { partitions: 3 })], applyDefinitions: true });

    expect([(await asked()).sizes, (await asked(capped)).sizes, (await asked(fixed)).sizes]).toEqual([2, 3, 2]);
  });
});
