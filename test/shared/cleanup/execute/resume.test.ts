// What `resume` and `verify` answer: which run is meant, and why one is not to be touched.
import { describe, expect, it } from 'vitest';
import { resumeRun, verifyRun } from '#cleanup/execute/resume.ts';
import { manifestHash } from '#cleanup/plan/hash.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Manifest } from '#core/cleanup.ts';
import { InputError, OperationError } from '#core/errors.ts';
import { cleanupOf, evening, outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { type MemoryKafka, memoryKafka } from '#test/support/memory-kafka.ts';
import { changesIn, shop } from './shop.ts';

const dieAt = (kafka: MemoryKafka, method: string): void => {
  kafka.before = (call) => {
    if (call.method === method) throw new Error('dead');
    return undefined;
  };
};

/** A run that died at its first call of this kind. */
const died = async (method = 'deleteRecords', rules = rulesOf()) => {
  const kafka = shop();
  const documents = memoryDocuments();
  const run = cleanupOf(kafka.admin, cleanupStore(documents));
  const { planHash, run: id } = await run.plan(rules);
  dieAt(kafka, method);
  await expect(run.execute(planHash)).rejects.toThrow('dead');
  kafka.before = () => undefined;
  return { kafka, run, planHash, id, documents };
};

const by = { requestedBy: 'bob' };

describe.each(['resume', 'verify'] as const)('a run that somebody wants to %s', (mode) => {
  const ask = (run: ReturnType<typeof cleanupOf>, which: { run?: string; planHash?: string }) =>
    mode === 'verify'
      ? verifyRun({ ...by, ...which }, run.deps)
      : resumeRun({ ...by, ...which, rulesFor: ({ rules }) => rules }, run.deps);

  it('a run that somebody wants to see again has to be one', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const refusal = async (which: object) => {
      const { outcome, reason, mode: of, requestedBy } = await ask(run, which);
      return [outcome, reason, of, requestedBy];
    };

    expect(await refusal({})).toEqual(['refused', 'no run on this cluster yet', mode, 'bob']);
    expect(await refusal({ planHash: 'abc' })).toEqual([
      ...['refused', 'plan abc does not exist for this cluster', mode, 'bob'],
    ]);
    expect(await refusal({ run: 'x' })).toEqual([
      ...['refused', 'run x does not exist for cluster cluster-one', mode, 'bob'],
    ]);
    const { run: id, planHash } = await run.plan();
    expect(await refusal({ run: id })).toEqual(['refused', `${id} was planned but never executed`, mode, 'bob']);
    expect(await refusal({ planHash })).toEqual(['refused', `${id} was planned but never executed`, mode, 'bob']);
    expect(changesIn(kafka)).toEqual([]);
  });

  it('a run that somebody wants to see again is the last one, or that of a hash', async () => {
    const { run, id, planHash } = await died();

    expect((await ask(run, { planHash })).run).toBe(id);
    await run.plan(rulesOf({ prefixes: [{ prefix: 'payments.', strategy: 'truncate' }] }));
    expect((await ask(run, {})).run).toBe(id);
  });

  it('a run that somebody wants to see again and whose plan was edited is refused', async () => {
    const { run, id, documents, kafka } = await died();
    const [kept] = await documents.list<{ items: object[] }>('CLEANUP#cluster-one', `RUN#${id}#TOPICS#`);
    const items = kept?.value.items.map((item) => ({ ...item, topic: 'payments.new' })) ?? [];
    await documents.write('CLEANUP#cluster-one', `RUN#${id}#TOPICS#00000`, { items }, kept?.version ?? 0);
    const report = await ask(run, {});

    expect([report.outcome, report.reason]).toEqual(['refused', expect.stringContaining('does not match its hash')]);
    expect(kafka.records('payments.new')).toBe(20);
  });
});

describe('a run that is verified', () => {
  it('a run that is verified says what it has not begun, and changes nothing', async () => {
    const { kafka, run } = await died();
    const before = changesIn(kafka).length;
    const report = await run.verify();

    expect(outcomesOf(report)).toEqual(['orders.new: not-started', 'orders.old: not-started']);
    expect(topicIn(report, 'orders.new').reason).toBe('resume the run');
    expect(changesIn(kafka)).toHaveLength(before);
  });

  it('a run that is verified after it is done says what it did, once for each topic', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    await run.execute((await run.plan()).planHash);

    expect(outcomesOf(await run.verify())).toEqual(['orders.new: truncated', 'orders.old: truncated']);
  });
});

describe('a run that is resumed with the rules of today', () => {
  it('a run that is resumed with the rules of today is refused where they cannot be told, but makes again what is gone', async () => {
    const other = await died('deleteTopic', recreating());
    other.kafka.topics.delete('orders.new');
    const report = await resumeRun(
      {
        ...by,
        rulesFor: () => {
          throw new InputError('no such file');
        },
      },
      other.run.deps,
    );

    expect([report.outcome, report.reason]).toEqual(['refused', 'no such file']);
    expect(other.kafka.topics.has('orders.new')).toBe(true);
    expect(other.kafka.topics.get('orders.old')?.id).toBe('id-2');
  });

  it('a run that is resumed with the rules of today does not hide a bug', async () => {
    const { run } = await died();
    const buggy = () => {
      throw new TypeError('a bug');
    };

    await expect(resumeRun({ ...by, rulesFor: buggy }, run.deps)).rejects.toThrow('a bug');
  });

  it('a run that is resumed while its process is at work is taken from it', async () => {
    const { run, id } = await died();
    await run.store.acquireLease(
      'cluster-one',
      { run: 'another', holder: 'x', until: evening + 60_000 },
      evening + 200_000,
    );
    const report = await run.resume(id);

    expect(report.outcome).toBe('refused');
    expect(report.reason).toMatch(
      /^another is running on this cluster until .*; if its process is dead, you can resume/,
    );
  });

  it('a run that is resumed tells what it finished for another, and only that', async () => {
    const { kafka, run } = await died('deleteTopic', recreating());
    const shape = { partitions: 1, replicationFactor: 1, overrides: {} };
    const made = { topic: 'others.gone', oldId: 'id-99', run: 'another', shape };
    const manifest: Manifest = {
      ...made,
      ...{ writtenAt: '2026-11-20T23:00:00Z', state: 'deleting', hash: manifestHash(made) },
    };
    await run.store.saveManifest('cluster-one', manifest);
    const report = await run.resume();

    expect(report.outcome).toBe('done');
    expect(report.warnings.filter((warning) => warning.includes('left unfinished'))).toEqual([
      'others.gone, which another left unfinished: deleted and recreated with the same settings',
    ]);
    expect(kafka.topics.has('others.gone')).toBe(true);
    expect((await run.store.outcomes('cluster-one', 'another')).map(({ topic }) => topic)).toEqual(['others.gone']);
  });
});

describe('a cleanup whose cluster falls silent after its last change', () => {
  it('a cleanup whose cluster falls silent after its last change reports what it did, and that it was not compared', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 10 });
    kafka.add('payments.new', { records: 10 });
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    const silence = new OperationError('UNAVAILABLE', 'no broker answers');
    let isDone = false;
    kafka.after = ({ method }) => {
      if (method === 'deleteRecords') isDone = true;
      return undefined;
    };
    kafka.before = () => {
      if (isDone) throw silence;
      return undefined;
    };
    const report = await run.execute(planHash);

    expect(outcomesOf(report)).toEqual(['orders.new: truncated']);
    expect(report.warnings).toContain('comparison failed after the run: no broker answers. Verify the run');
    expect(report.untouched).toEqual({ topics: 1, changed: [] });
    expect(report.outcome).toBe('done');
  });
});
