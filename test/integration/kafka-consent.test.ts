// Nothing that nobody agreed to, on a real cluster: plans of several people, teams that change topics meanwhile, rules of today.
import { chmodSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventually, valueIn } from '#test/support/kafka/kafka-admin-contract.ts';
import { cleanupOn, documentsIn, rulesFor } from './support/cleanup.ts';
import {
  admin,
  cleanup,
  create,
  idOf,
  interrupted,
  prefix,
  recordsIn,
  seen,
  state,
  tests,
  topicIn,
  useFolderOfConsent,
} from './support/consent.ts';
import { adminAs, type Grant, grant, isOwnCluster, produce } from './support/kafka.ts';

useFolderOfConsent();

describe('a hash stands for what one person read', () => {
  it('a hash stands for what one person read so that a colleague who only plans cannot change what it does', async () => {
    const { name, id } = await create('state', { 'cleanup.policy': 'compact' });
    const mine = await cleanup().plan(rulesFor(prefix, 'recreate'));
    const theirs = await cleanup().plan({ ...rulesFor(prefix, 'recreate'), accept: ['compacted'] });
    const report = await cleanup().execute(mine.planHash);

    expect(mine.planHash).not.toBe(theirs.planHash);
    expect([topicIn(mine, 'state')?.action, topicIn(theirs, 'state')?.action]).toEqual(['skip', 'recreate']);
    expect([report.run, topicIn(report, 'state')?.outcome]).toEqual([mine.run, 'skipped']);
    expect(await idOf(name)).toBe(id);
  });

  it('a hash stands for what one person read and for its offsets: what came after it survives, whoever planned again meanwhile', async () => {
    const { name } = await create('orders');
    const mine = await cleanup().plan(rulesFor(prefix));
    await produce(name, 0, 7);
    await cleanup().plan(rulesFor(prefix));
    await cleanup().execute(mine.planHash);

    expect(await recordsIn(name)).toBe(7);
  });

  it('a hash stands for what one person read and for its caps: a plan that was refused stays refused', async () => {
    const { name } = await create('orders');
    await create('more');
    const mine = await cleanup().plan({ ...rulesFor(prefix), caps: { topicsMax: 1 } });
    await cleanup().plan(rulesFor(prefix));

    expect(await cleanup().execute(mine.planHash, () => rulesFor(prefix))).toMatchObject({ outcome: 'refused' });
    expect(await recordsIn(name)).toBe(5);
  });
});

describe('a plan that still holds', () => {
  it('a plan that still holds is executed once, although two people made the same', async () => {
    const { name } = await create('orders');
    const [mine, theirs] = [await cleanup().plan(rulesFor(prefix)), await cleanup().plan(rulesFor(prefix))];
    const report = await cleanup().execute(mine.planHash);
    await produce(name, 0, 3);
    const again = await cleanup().execute(theirs.planHash);

    expect(mine.planHash).toBe(theirs.planHash);
    expect([report.outcome, again.outcome, again.reason]).toEqual([
      'done',
      'refused',
      expect.stringMatching(/executed/),
    ]);
    expect(await recordsIn(name)).toBe(3);
  });

  it('a plan that still holds empties to its offsets where retention moved the beginning of the log', async () => {
    const { name } = await create('orders');
    const { planHash } = await cleanup().plan(rulesFor(prefix));
    await admin.deleteRecords([{ topic: name, partition: 0, offset: 2n }]);
    await produce(name, 0, 4);
    const report = await cleanup().execute(planHash);

    expect(report.outcome).toBe('done');
    expect(await recordsIn(name)).toBe(4);
  });
});

describe('right before a topic is changed it is compared again', () => {
  it('right before a topic is changed it is compared again with the deny list of that moment', async () => {
    const { name, id } = await create('a');
    const { planHash } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    let deny: string[] = [];
    const over = interrupted('createTopic', `"${name}-curfew-rehearsal"`, async () => {
      deny = [name];
    });
    const report = await cleanup(over).execute(planHash, () => ({ ...rulesFor(prefix, 'recreate'), deny }));

    expect(topicIn(report, 'a')).toMatchObject({ outcome: 'skipped', errorCode: 'DENIED_TOPIC' });
    expect(await idOf(name)).toBe(id);
  });

  it('right before a topic is changed it is compared again and left alone where somebody made it anew', async () => {
    const { name, id } = await create('a');
    const { planHash } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    const over = interrupted('createTopic', `"${name}-curfew-rehearsal"`, async () => {
      await admin.deleteTopic(id);
      await eventually('the deletion', async () => ((await idOf(name)) === undefined ? true : undefined));
      await create('a');
    });
    const report = await cleanup(over).execute(planHash);

    expect(topicIn(report, 'a')).toMatchObject({ outcome: 'skipped', errorCode: 'TOPIC_CHANGED' });
    expect(await recordsIn(name)).toBe(5);
  });

  it('right before a topic is changed it is compared again and left alone, and named, if another team changed it while the run was busy elsewhere', async () => {
    const first = await create('a');
    const second = await create('b');
    const { planHash } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    const over = interrupted('createTopic', `"${second.name}-curfew-rehearsal"`, async () => {
      valueIn(await admin.addPartitions(second.name, 4, { validateOnly: false }));
      valueIn(await admin.setTopicConfigs(second.name, { 'cleanup.policy': 'compact' }));
      await seen(second.name, 4);
    });
    const report = await cleanup(over).execute(planHash);

    expect(topicIn(report, 'a')).toMatchObject({
      outcome: 'recreated',
      reason: 'deleted and recreated with the same settings',
    });
    expect(topicIn(report, 'b')).toMatchObject({ outcome: 'skipped', errorCode: 'TOPIC_CHANGED' });
    expect(topicIn(report, 'b')?.reason).toMatch(/4 partitions instead of 2.*cleanup\.policy=compact/);
    expect(report.next).toMatchObject({ mode: 'plan' });
    expect(await idOf(second.name)).toBe(second.id);
    expect(await idOf(first.name)).not.toBe(first.id);
    expect(await recordsIn(second.name)).toBe(5);
  });

  it('right before a topic is changed it is compared again and left alone if records came after the watch over its ends', async () => {
    const { name, id } = await create('a');
    const { planHash } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    const over = interrupted('createTopic', `"${name}-curfew-rehearsal"`, () => produce(name, 0, 1));
    const report = await cleanup(over).execute(planHash);

    expect(topicIn(report, 'a')).toMatchObject({ outcome: 'skipped', errorCode: 'TOPIC_IN_USE' });
    expect([await idOf(name), await recordsIn(name)]).toEqual([id, 6]);
  });

  it('right before a topic is changed it is compared again and not brought back if somebody else deleted it', async () => {
    const { name, id } = await create('a');
    const { planHash } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    const over = interrupted('createTopic', `"${name}-curfew-rehearsal"`, async () => {
      await admin.deleteTopic(id);
      await eventually('the deletion', async () => ((await idOf(name)) === undefined ? true : undefined));
    });
    const report = await cleanup(over).execute(planHash);

    expect(report.outcome).toBe('failed');
    expect(await idOf(name)).toBeUndefined();
  });

  it('right before a topic is changed it is compared again, and one that somebody made first is not called "as it was"', async () => {
    const { name } = await create('a', { 'retention.ms': '86400000' });
    const { planHash } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    let isDeleted = false;
    const over = new Proxy(admin, {
      get: (target, key) => {
        const call = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          const answer = await call.apply(target, args);
          if (key === 'deleteTopic' && !isDeleted) {
            isDeleted = true;
            const spec = { name, partitions: 1, replicationFactor: 1, configs: {} };
            await admin.createTopic(spec, { validateOnly: false });
          }
          return answer;
        };
      },
    });
    const report = await cleanup(over).execute(planHash);

    expect(topicIn(report, 'a')).toMatchObject({
      outcome: 'recreated',
      reason: expect.stringMatching(/then repaired: grown from 1 to 2 partitions, set retention\.ms/),
    });
    expect((await seen(name, 2)).partitions).toHaveLength(2);
  });
});

describe('what is kept on this machine', () => {
  it('what is kept on this machine is refused where others can write it', async () => {
    await create('orders');
    const { planHash } = await cleanup().plan(rulesFor(prefix));
    const link = `${state}-link`;
    symlinkSync(state, link);

    for (const mode of [0o777, 0o770]) {
      chmodSync(state, mode);
      await expect(cleanup().execute(planHash)).rejects.toThrow(/is writable by others.*chmod go-w/);
      await expect(cleanupOn(admin, documentsIn(link)).execute(planHash)).rejects.toThrow(/is writable by others/);
    }
    chmodSync(state, 0o755);
    expect(await cleanup().execute(planHash)).toMatchObject({ outcome: 'done' });
  });

  it('what is kept on this machine takes names of topics as long as Kafka does', async () => {
    const long = 'x'.repeat(249 - prefix.length);
    const { name, id } = await create(long);
    const { planHash } = await cleanup().plan(rulesFor(prefix, 'recreate'));

    expect(name).toHaveLength(249);
    expect(await cleanup().execute(planHash)).toMatchObject({ outcome: 'done' });
    expect(await idOf(name)).not.toBe(id);
  });
});

describe.runIf(isOwnCluster)('a topic whose name we may not create', () => {
  it('a topic whose name we may not create again is not deleted', async () => {
    const { name, id } = await create('orders');
    const subject = `creator-${tests}`;
    const on = (operation: Grant['operation'], pattern: Grant['pattern'], of: string): Grant => ({
      on: 'topic',
      pattern,
      name: of,
      operation,
    });
    await grant(subject, [
      ...(['describe', 'describeConfigs', 'delete'] as const).map((one) => on(one, 'prefixed', prefix)),
      // The scratch name alone.
      on('create', 'literal', `${name}-curfew-rehearsal`),
      ...(['describe', 'describeConfigs'] as const).map(
        (operation): Grant => ({ on: 'cluster', pattern: 'literal', name: 'kafka-cluster', operation }),
      ),
    ]);
    const restricted = adminAs(subject);
    await eventually('the grants', async () => (await restricted.topics()).size > 0 || undefined);
    const { planHash } = await cleanup(restricted).plan(rulesFor(prefix, 'recreate'));
    const report = await cleanup(restricted).execute(planHash);
    await restricted.close();

    expect(topicIn(report, 'orders')).toMatchObject({ outcome: 'failed', errorCode: 'TOPIC_AUTHORIZATION_FAILED' });
    expect(await idOf(name)).toBe(id);
  });
});
