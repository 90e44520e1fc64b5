// An alarm that is still in alarm is said again.
import { expect, it } from 'vitest';
import type { Notifications } from '#definition/definition.ts';
import { alarmBody, batchOf, definitionFor, type NotifyBench, notifyBench } from '#test/support/notify-bench.ts';

const call = '<!subteam^S012AB3CD>';
const benchWith = (notifications: Partial<Notifications>, inAlarm: () => boolean = () => true): NotifyBench =>
  notifyBench([], {
    definition: (environment) => {
      const definition = definitionFor(environment);
      return { ...definition, notifications: { ...definition.notifications, ...notifications } };
    },
    alarmsNow: async (names) => new Set(inAlarm() ? names : []),
  });
const deliver = (bench: NotifyBench, state = 'ALARM') =>
  bench.notify(batchOf(alarmBody({ name: 'shop-cpu', state, at: bench.nowMs() })));
const passHours = async (bench: NotifyBench, hours: number): Promise<void> => {
  for (let quarter = 0; quarter < hours * 4; quarter++) {
    bench.pass(15 * 60 + 1);
    await bench.remind();
  }
};

it('alarm-notify repeats an alarm as often as the route says, with its mentions, until it is over', async () => {
  const route = { name: 'calls', when: { source: ['alarm' as const] }, repeatAfter: '4h', mention: 'S012AB3CD' };
  const bench = benchWith({ routes: [route] });
  await deliver(bench);
  await passHours(bench, 9);
  expect(bench.texts().slice(1)).toEqual([
    expect.stringMatching(/`shop-cpu` is still in alarm, for 4 h/),
    expect.stringMatching(/`shop-cpu` is still in alarm, for 8 h/),
  ]);
  expect(bench.texts().every((text) => text.includes(call))).toBe(true);

  await deliver(bench, 'OK');
  await passHours(bench, 9);
  expect(bench.posts).toHaveLength(4);
  expect(bench.reminders).toEqual([]);
});

it('alarm-notify repeats an alarm no more when CloudWatch says that it is over, although no message did', async () => {
  let inAlarm = true;
  const bench = benchWith({ repeatAfter: '30m' }, () => inAlarm);
  await deliver(bench);
  await passHours(bench, 1.5);
  const before = bench.posts.length;
  expect(before).toBeGreaterThan(1);
  inAlarm = false;
  await passHours(bench, 3);

  expect(bench.posts).toHaveLength(before);
});

it('alarm-notify does not repeat an alarm while it is silenced, and does again after that', async () => {
  const bench = benchWith({ repeatAfter: '1h' });
  await deliver(bench);
  const from = bench.nowMs();
  await bench.state.saveSilence('prod', {
    id: 's',
    pattern: 'shop-*',
    from,
    until: from + 3 * 3_600_000,
    by: 'a',
    why: 'b',
  });
  await passHours(bench, 2.5);
  expect(bench.posts).toHaveLength(1);
  await passHours(bench, 3);
  expect(bench.texts().at(-1)).toContain('still in alarm');
});

it('alarm-notify repeats an alarm once each time, although the queue shows its reminders twice', async () => {
  const bench = benchWith({ repeatAfter: '1h' });
  await deliver(bench);
  for (let quarter = 0; quarter < 6; quarter++) {
    const [first] = bench.reminders;
    if (first) bench.reminders.push({ ...first });
    bench.pass(15 * 60 + 1);
    await bench.remind();
  }

  expect(bench.posts).toHaveLength(2);
});

it('alarm-notify never repeats an alarm where the definition does not say so', async () => {
  const bench = benchWith({});
  await deliver(bench);
  await passHours(bench, 24);
  expect(bench.posts).toHaveLength(1);
});
