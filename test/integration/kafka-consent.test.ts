// Nothing that nobody agreed to, on a real cluster: plans of several people, teams that change topics meanwhile, rules of today.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KafkaAdmin, Topic } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupRules } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { eventually, valueIn } from '#test/support/kafka/kafka-admin-contract.ts';
import { type Cleanup, cleanupOn, documentsIn, rulesFor } from './support/cleanup.ts';
import {
  adminAs,
  adminOfCluster,
  commit,
  freshPrefix,
  type Grant,
  grant,
  isOwnCluster,
  produce,
  produceUncommitted,
  removeAll,
} from './support/kafka.ts';

const all = freshPrefix();
let admin: KafkaAdmin;
let folder: string;
let tests = 0;
let prefix: string;
let state: string;

beforeAll(() => {
  admin = adminOfCluster();
  folder = mkdtempSync(join(tmpdir(), 'curfew-consent-'));
});
beforeEach(() => {
  tests += 1;
  prefix = `${all}t${tests}.`;
  state = join(folder, String(tests));
});
afterAll(async () => {
  await removeAll(admin, all);
  await admin.close();
  rmSync(folder, { recursive: true });
});

const cleanup = (over: KafkaAdmin = admin): Cleanup => cleanupOn(over, documentsIn(state));

const seen = (name: string, partitions: number): Promise<Topic> =>
  eventually(name, async () => {
    const found = (await admin.topics([name])).get(name);
    const isLed = found?.kind === 'known' && found.value.partitions.every(({ leader }) => leader !== undefined);
    return isLed && found.value.partitions.length === partitions ? found.value : undefined;
  });

const create = async (name: string, configs: Record<string, string> = {}, records = 5): Promise<Topic> => {
  const spec = { name: `${prefix}${name}`, partitions: 2, replicationFactor: 1, configs };
  valueIn(await admin.createTopic(spec, { validateOnly: false }));
  const topic = await seen(spec.name, 2);
  if (records > 0) await produce(spec.name, 0, records);
  return topic;
};

const idOf = async (name: string): Promise<string | undefined> => {
  const found = (await admin.topics([name])).get(name);
  return found?.kind === 'known' ? found.value.id : undefined;
};

const recordsIn = async (name: string): Promise<number> => {
  const of = [{ topic: name, partition: 0 }];
  const [[start], [end]] = await Promise.all([admin.offsets(of, 'earliest'), admin.offsets(of, 'latest')]);
  return Number(valueIn(end?.answer) - valueIn(start?.answer));
};

const topicIn = ({ topics }: CleanupReport, name: string) => topics.find(({ topic }) => topic === `${prefix}${name}`);

type Method = 'deleteTopic' | 'createTopic' | 'deleteRecords';

/** Another team comes in between: before the first call of a method, once. */
const interrupted = (method: Method, about: string, act: () => Promise<unknown>): KafkaAdmin => {
  let isDone = false;
  return new Proxy(admin, {
    get: (target, key) => {
      const call = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
      if (key !== method) return call.bind(target);
      return async (...args: unknown[]) => {
        if (
          !isDone &&
          JSON.stringify(args, (_, one) => (typeof one === 'bigint' ? String(one) : one)).includes(about)
        ) {
          isDone = true;
          await act();
        }
        return call.apply(target, args);
      };
    },
  });
};

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

    expect(await cleanup().execute(mine.planHash, rulesFor(prefix))).toMatchObject({ outcome: 'refused' });
    expect(await recordsIn(name)).toBe(5);
  });
});

describe('right before a topic is changed it is compared again', () => {
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
      reason: expect.stringMatching(/not what its hash .* stands for/),
    });
    expect(await idOf(offsets)).toBe(before);
  });
});

describe('what is kept on this machine', () => {
  it('what is kept on this machine is refused where others can write it', async () => {
    await create('orders');
    const { planHash } = await cleanup().plan(rulesFor(prefix));
    chmodSync(state, 0o777);

    await expect(cleanup().execute(planHash)).rejects.toThrow(/others may write to .*chmod go-w/);
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

describe('a topic is recognised by what it is', () => {
  it('a topic is recognised by what it is so that what is kept for ever is emptied only when it is named', async () => {
    const { name } = await create('audit', { 'retention.ms': '-1' });
    const plan = await cleanup().plan(rulesFor(prefix));
    const accepted = await cleanup().plan({ ...rulesFor(prefix), accept: [`kept-forever:${name}`] });

    expect(topicIn(plan, 'audit')).toMatchObject({
      action: 'skip',
      reason: expect.stringContaining(`kept-forever:${name}`),
    });
    expect(topicIn(accepted, 'audit')).toMatchObject({ action: 'truncate' });
  });

  it.each(['connect-offsets', 'eu.mm2-status', 'shop.dbhistory', 'app-changelog', 'ksql_log', 'us.__consumer_offsets'])(
    'a topic is recognised by what it is so that %s is never touched behind whatever prefix',
    async (name) => {
      await create(name, {}, 0);

      expect((await cleanup().plan(rulesFor(prefix))).denied).toMatchObject([{ topic: `${prefix}${name}` }]);
    },
  );
});

describe('the truth about a topic', () => {
  it.runIf(isOwnCluster)(
    'the truth about a topic is told of an open transaction: how many records, whose and since when',
    async () => {
      const { name } = await create('orders', {}, 0);
      const transaction = await produceUncommitted(name, 0, 50);
      const held = await eventually('the open transaction', async () => {
        const topic = topicIn(await cleanup().plan(rulesFor(prefix)), 'orders');
        return topic?.action === 'refuse' ? topic : undefined;
      });
      await transaction.end();

      expect(held.reason).toMatch(
        /^50 records are behind an open transaction: producer id \d+ in partition 0 since 20\d\d-/,
      );
    },
  );

  it('the truth about a topic is told after an answer that was lost: the brokers had done it', async () => {
    const { name } = await create('orders');
    const { planHash } = await cleanup().plan(rulesFor(prefix));
    const losing: KafkaAdmin = {
      ...admin,
      deleteRecords: async (upTo) => {
        await admin.deleteRecords(upTo);
        const lost = { kind: 'refused', code: 'REQUEST_TIMED_OUT', message: 'timed out', retryable: true } as const;
        return upTo.map(({ topic, partition }) => ({ topic, partition, answer: lost }));
      },
    };
    const report = await cleanup(losing).execute(planHash);

    expect(report).toMatchObject({ outcome: 'done' });
    expect(topicIn(report, 'orders')).toMatchObject({ reason: expect.stringContaining('REQUEST_TIMED_OUT') });
    expect(await recordsIn(name)).toBe(0);
  });

  it('the truth about a topic is not that a run is partial because of what other teams do', async () => {
    const { name } = await create('orders');
    const { planHash } = await cleanup().plan(rulesFor(prefix));
    await cleanup().execute(planHash);
    await admin.setTopicConfigs(name, { 'retention.ms': '60000' });
    const report = await cleanup().verify();

    expect(report).toMatchObject({ outcome: 'done' });
    expect(report.warnings.join()).toMatch(/changed after the run had processed it: settings retention\.ms=60000/);
  });

  it.runIf(isOwnCluster)(
    'the truth about a topic names groups that have read to the end and lose their place',
    async () => {
      const { name } = await create('orders');
      await commit(`${prefix}readers`, name, 0, 5n);

      expect(topicIn(await cleanup().plan(rulesFor(prefix, 'recreate')), 'orders')?.groups).toMatchObject([
        { group: `${prefix}readers`, records: 0 },
      ]);
    },
  );

  it('the truth about a topic is that a topic with nothing in it has leaveAlone', async () => {
    const { id, name } = await create('orders', {}, 0);
    const { planHash, topics } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    await cleanup().execute(planHash);

    expect(topics).toMatchObject([{ action: 'already-empty' }]);
    expect(await idOf(name)).toBe(id);
  });

  it('the truth about a topic is that a name without its separator names no topic', async () => {
    await create('orders.new', {}, 0);
    const plan = await cleanup().plan(rulesFor(`${prefix}orders`));

    expect(plan.warnings.join()).toContain(`did you mean \`${prefix}orders.\`?`);
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
        reason: expect.stringContaining(`${myPlan.run} is at work on this cluster`),
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
