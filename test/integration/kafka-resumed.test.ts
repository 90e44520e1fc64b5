import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { cleanupOn, documentsIn, rulesFor } from './support/cleanup.ts';
import {
  admin,
  cleanup,
  create,
  idOf,
  interrupted,
  prefix,
  recordsIn,
  state,
  topicIn,
  useFolderOfConsent,
} from './support/consent.ts';
import { commit, isOwnCluster } from './support/kafka.ts';

useFolderOfConsent();

describe('a run that is resumed', () => {
  const interruptedAt = async (rules: CleanupRules, topic: string) => {
    const { planHash } = await cleanup().plan(rules);
    const dying = interrupted('deleteRecords', `${prefix}${topic}`, () => Promise.reject(new Error('dead')));
    await expect(cleanup(dying).execute(planHash)).rejects.toThrow('dead');
  };

  it('a run that is resumed obeys the deny list of today', async () => {
    const { name } = await create('orders');
    const { name: other } = await create('more');
    await interruptedAt(rulesFor(prefix), 'orders');
    const report = await cleanup().resume({ ...rulesFor(prefix), deny: [name] });

    expect(topicIn(report, 'orders')).toMatchObject({ outcome: 'skipped', errorCode: 'DENIED_TOPIC' });
    expect([await recordsIn(name), await recordsIn(other)]).toEqual([5, 0]);
  });

  it('a run that is resumed leaves a topic alone that the definition lost', async () => {
    const { name } = await create('orders');
    const { name: other } = await create('more');
    await interruptedAt(rulesFor(prefix), 'orders');
    const report = await cleanup().resume(rulesFor(other));

    expect(topicIn(report, 'orders')).toMatchObject({ outcome: 'skipped', errorCode: 'RULES_CHANGED' });
    expect(report.next).toMatchObject({ mode: 'plan' });
    expect([await recordsIn(name), await recordsIn(other)]).toEqual([5, 0]);
  });

  it('a run that is resumed obeys the caps and the exceptions of today', async () => {
    const { name } = await create('orders', { 'retention.ms': '-1' });
    await interruptedAt({ ...rulesFor(prefix), accept: [`kept-forever:${name}`] }, 'orders');
    const denied = await cleanup().resume(rulesFor(prefix));
    const capped = await cleanup().resume({ ...rulesFor(prefix), caps: { topicsMax: 1, bytesMax: 1 } });

    expect(topicIn(denied, 'orders')?.reason).toMatch(/unlimited retention/);
    expect(capped.outcome).toBe('refused');
    expect(await recordsIn(name)).toBe(5);
  });

  it.runIf(isOwnCluster)('a run that is resumed does not empty what a hand wrote into its plan', async () => {
    const { name } = await create('orders');
    await commit(`${prefix}group`, name, 0, 1n);
    const offsets = '__consumer_offsets';
    const before = await idOf(offsets);
    await interruptedAt(rulesFor(prefix), 'orders');
    const partition = join(state, readdirSync(state).find((one) => !/#(plans|progress)$/.test(one)) ?? '');
    for (const file of readdirSync(partition).filter((one) => one.includes('#TOPICS#') || one.includes('OUTCOMES'))) {
      const path = join(partition, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(name, offsets));
    }
    const report = await cleanup().resume();

    expect(report).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/does not match its hash/),
    });
    expect(await idOf(offsets)).toBe(before);
  });
});

describe('a run that is turned away', () => {
  it('a run that is turned away by the lease of a dead process hears which topics are gone, and resuming that run works at once', async () => {
    const { name } = await create('orders');
    const { planHash, run } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    const dying: KafkaAdmin = {
      ...admin,
      createTopic: (spec, options) =>
        options.validateOnly ? admin.createTopic(spec, options) : Promise.reject(new Error('dead')),
    };
    const { deps } = cleanup(dying);
    const { store } = deps;
    // The process dies with its lease.
    const abandoned = { ...deps, store: { ...store, releaseLease: async () => {} } };
    const { executeRun } = await import('#cleanup/execute/execute.ts');
    const request = { planHash, rulesFor: ({ rules }: { rules: CleanupRules }) => rules, requestedBy: 'tests' };
    await expect(executeRun(request, abandoned)).rejects.toThrow('dead');
    await eventually('the deletion', async () => ((await idOf(name)) === undefined ? true : undefined));
    await create('others');
    const next = await cleanup().plan(rulesFor(`${prefix}others`));
    const turnedAway = await cleanup().execute(next.planHash);

    expect(turnedAway.reason).toContain(`deleted and not yet recreated: ${name}`);
    expect(turnedAway.reason).toContain(`resume --run ${run}`);
    expect(await cleanup().resume()).toMatchObject({ outcome: 'done', run });
    expect(await idOf(name)).toEqual(expect.any(String));
  });
});

describe('one cleanup at a time works on a cluster', () => {
  it.runIf(isOwnCluster)(
    'one cleanup at a time works on a cluster also where two people keep their plans in different folders, or on different machines',
    async () => {
      const { name } = await create('orders');
      const { name: other } = await create('more');
      const mine = cleanupOn(admin, documentsIn(join(state, 'mine')));
      const theirs = cleanupOn(admin, documentsIn(join(state, 'theirs')));
      const myPlan = await mine.plan(rulesFor(name));
      const theirPlan = await theirs.plan(rulesFor(other));
      let meanwhile: CleanupReport | undefined;
      const busy = interrupted('deleteRecords', name, async () => {
        meanwhile = await theirs.execute(theirPlan.planHash);
      });
      const report = await cleanupOn(busy, documentsIn(join(state, 'mine'))).execute(myPlan.planHash);

      expect(meanwhile).toMatchObject({
        outcome: 'refused',
        reason: expect.stringContaining(`${myPlan.run} is running on this cluster`),
      });
      expect(report.outcome).toBe('done');
      expect(await theirs.execute(theirPlan.planHash)).toMatchObject({ outcome: 'done' });
    },
  );

  it.runIf(isOwnCluster)(
    'one cleanup at a time works on a cluster and a process that resumes a run takes the place of the dead one',
    async () => {
      const claim = async (run: string) => admin.claim?.(run);
      const first = await claim(`${prefix}run`);
      const second = await claim(`${prefix}run`);
      const stranger = await claim(`${prefix}other`);

      expect([first?.kind, second?.kind, stranger]).toEqual(['held', 'held', { kind: 'taken', run: `${prefix}run` }]);
      if (first?.kind !== 'held' || second?.kind !== 'held') throw new Error('not held');
      expect([await first.renew(), await second.renew()]).toEqual([false, true]);
      await second.release();
      const third = await claim(`${prefix}other`);
      expect(third?.kind).toBe('held');
      if (third?.kind === 'held') await third.release();
    },
  );
});
