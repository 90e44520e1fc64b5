// What is silenced is counted, and said when that is over: by a person for a while, or by the alarm that is its cause.
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { database, service } from '#test/support/definitions.ts';
import {
  alarmBody,
  batchOf,
  definitionFor,
  type NotifyBench,
  notifyBench,
  ownBody,
} from '#test/support/notify-bench.ts';

const hour = 3_600_000;

const deliver = (bench: NotifyBench, name: string, more: Partial<Parameters<typeof alarmBody>[0]> = {}) =>
  bench.notify(batchOf(alarmBody({ name, at: bench.nowMs(), ...more })));

/** As the queue does: reminders come back every quarter of an hour at most. */
const passHours = async (bench: NotifyBench, hours: number): Promise<void> => {
  for (let quarter = 0; quarter < hours * 4; quarter++) {
    bench.pass(15 * 60);
    await bench.remind();
  }
};

const silence = (bench: NotifyBench, pattern: string, untilMs = bench.nowMs() + 2 * hour, id = 's1') =>
  bench.state.saveSilence('prod', { id, pattern, from: bench.nowMs(), until: untilMs, by: 'ana', why: 'load test' });

const silentBench = (inAlarm: readonly string[]): NotifyBench =>
  notifyBench([], { alarmsNow: async (names) => new Set(names.filter((name) => inAlarm.includes(name))) });

describe('a silence', () => {
  it('a silence counts what its pattern fits, and says at its end what there was and what is still in alarm', async () => {
    const bench = silentBench(['shop-cpu']);
    await silence(bench, 'shop-*');
    await deliver(bench, 'shop-cpu');
    await deliver(bench, 'shop-memory');
    await deliver(bench, 'shop-memory', { state: 'OK' });
    await deliver(bench, 'scoring-cpu');
    expect(bench.texts()).toEqual([expect.stringContaining('`scoring-cpu` is in alarm')]);

    await passHours(bench, 3);
    expect(bench.texts().slice(1)).toEqual([
      expect.stringMatching(
        /3 messages were not posted: shop-\*, silenced by ana: load test · 1 alarm is still in alarm/,
      ),
    ]);
    expect(JSON.stringify(bench.posts.at(-1))).toMatch(/ALARM: `shop-cpu`.*ALARM: `shop-memory`.*OK: `shop-memory`/);
  });

  it('a silence says soon what there was when it is ended before its time', async () => {
    const bench = silentBench([]);
    await silence(bench, '*', bench.nowMs() + 48 * hour);
    await deliver(bench, 'shop-cpu');
    await silence(bench, '*', bench.nowMs());
    await passHours(bench, 0.5);

    expect(bench.texts()).toEqual([expect.stringContaining('1 message was not posted')]);
    expect(bench.texts()[0]).toContain('no alarm is active now');
  });

  it('a silence does not swallow the end of what was posted before, nor of what outlives it', async () => {
    const bench = silentBench(['shop-cpu']);
    await silence(bench, 'shop-*', bench.nowMs() + hour);
    await deliver(bench, 'shop-cpu');
    await passHours(bench, 2);
    await deliver(bench, 'shop-cpu', { state: 'OK' });

    expect(bench.texts().at(-1)).toContain('`shop-cpu` is OK again');
  });

  it('a silence is about money and databases as well, and never about what Curfew says itself', async () => {
    const bench = notifyBench();
    await silence(bench, '*');
    await bench.notify(batchOf('a text that nobody knows'));
    expect(bench.posts).toEqual([]);
    const late = { notice: 'late', text: 'late', resources: [], at: '2026-11-20T23:20:00.000Z' };
    const notice = { kind: 'curfew-notice', version: 1, environment: 'prod', ...late };
    await bench.notify(batchOf(ownBody(notice)));
    expect(bench.posts).toHaveLength(1);
  });

  it('a silence silences nothing when silences cannot be read', async () => {
    const bench = notifyBench();
    const broken = notifyBench([], {
      state: { ...bench.state, silences: () => Promise.reject(new Error('unreachable')) },
    });
    await deliver(broken, 'shop-cpu');
    expect(broken.posts).toHaveLength(1);
  });
});

describe('an alarm that is the cause', () => {
  const withCauses = (
    inhibits: NonNullable<Definition['notifications']['inhibits']>,
    more: Parameters<typeof notifyBench>[1] = {},
  ) =>
    notifyBench([], {
      definition: (environment) => {
        const definition = definitionFor(environment);
        return {
          ...definition,
          resources: [
            database('db', { instance: 'prod-db' }),
            service('shop', { cluster: 'atlas', service: 'shop', dependsOn: ['db'] }),
            service('web', { cluster: 'atlas', service: 'web', dependsOn: ['shop'] }),
            service('other', { cluster: 'atlas', service: 'other' }),
          ],
          notifications: { ...definition.notifications, inhibits },
        };
      },
      alarmsNow: async () => new Set(),
      knownEnvironments: () => ['prod'],
      ...more,
    });

  const ofDatabase = (bench: NotifyBench, state = 'ALARM') => {
    const sns = JSON.parse(alarmBody({ name: 'db-connections', state, at: bench.nowMs() }));
    const alarm = JSON.parse(sns.Message);
    alarm.Trigger.Dimensions = [{ name: 'DBInstanceIdentifier', value: 'prod-db' }];
    return bench.notify(batchOf(JSON.stringify({ ...sns, Message: JSON.stringify(alarm) })));
  };

  it('an alarm that is the cause silences the alarms of its dependants, and lists what it silenced when it is over', async () => {
    const bench = withCauses({ dependents: true });
    await ofDatabase(bench);
    await deliver(bench, 'shop-5xx', { service: 'atlas/shop' });
    await deliver(bench, 'web-5xx', { service: 'atlas/web' });
    await deliver(bench, 'other-5xx', { service: 'atlas/other' });
    expect(bench.texts()).toEqual([
      expect.stringContaining('`db-connections` is in alarm'),
      expect.stringContaining('`other-5xx` is in alarm'),
    ]);

    await passHours(bench, 2);
    expect(bench.posts).toHaveLength(2);
    await ofDatabase(bench, 'OK');
    await passHours(bench, 1);
    expect(bench.texts().slice(2)).toEqual([
      expect.stringContaining('`db-connections` is OK again'),
      expect.stringContaining('2 messages were not posted: db-connections, because db-connections is in alarm'),
    ]);
    await deliver(bench, 'shop-5xx', { service: 'atlas/shop', state: 'ALARM' });
    expect(bench.texts().at(-1)).toContain('`shop-5xx` is in alarm');
  });

  it('an alarm that is the cause silences others by name, and not itself', async () => {
    const bench = withCauses({ alarms: [{ while: ['*-db'], silences: ['*'] }] });
    await deliver(bench, 'atlas-db');
    await deliver(bench, 'atlas-db', { state: 'INSUFFICIENT_DATA' });
    await deliver(bench, 'atlas-db');
    await deliver(bench, 'shop-cpu');

    expect(bench.texts()).toHaveLength(3);
    expect(bench.texts().join()).not.toContain('shop-cpu');
  });

  it('an alarm that is the cause silences the alarms that a composite alarm is made of', async () => {
    const bench = withCauses({ children: true });
    const sns = JSON.parse(alarmBody({ name: 'shop-is-down', at: bench.nowMs() }));
    const { Trigger, ...alarm } = JSON.parse(sns.Message);
    const Message = JSON.stringify({ ...alarm, AlarmRule: 'ALARM("shop-5xx") OR ALARM("shop-cpu")' });
    await bench.notify(batchOf(JSON.stringify({ ...sns, Message })));
    await deliver(bench, 'shop-5xx');
    await deliver(bench, 'shop-memory');

    expect(bench.texts()).toEqual([
      expect.stringContaining('`shop-is-down` is in alarm'),
      expect.stringContaining('`shop-memory` is in alarm'),
    ]);
  });

  it('an alarm that is the cause silences nothing where the definition does not say so', async () => {
    const bench = withCauses({});
    await ofDatabase(bench);
    await deliver(bench, 'shop-5xx', { service: 'atlas/shop' });
    expect(bench.posts).toHaveLength(2);
  });

  it('an alarm that is the cause does not silence for longer than a day when no message says that it is over', async () => {
    const bench = withCauses({ dependents: true });
    await ofDatabase(bench);
    bench.pass(25 * 3_600);
    await deliver(bench, 'shop-5xx', { service: 'atlas/shop' });
    expect(bench.posts).toHaveLength(2);
  });
});
