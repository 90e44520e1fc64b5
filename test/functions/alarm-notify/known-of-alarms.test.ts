// What a message says of an alarm that the message itself does not carry: which child fired, and for how long it was in alarm.
import { expect, it } from 'vitest';
import { alarmBody, batchOf, type NotifyBench, notifyBench } from '#test/support/notify-bench.ts';

const composite = (over: object = {}, topicRegion = 'sa-east-1'): string => {
  const sns = JSON.parse(alarmBody({ name: 'shop-is-down', at: 0 }));
  const { Trigger, ...alarm } = JSON.parse(sns.Message);
  const Message = JSON.stringify({ ...alarm, AlarmRule: 'ALARM("shop-5xx") OR ALARM("shop-cpu")', ...over });
  return JSON.stringify({ ...sns, TopicArn: `arn:aws:sns:${topicRegion}:111122223333:operators`, Message });
};
const firing = async (names: readonly string[]) =>
  new Map(
    names.map((name) => [
      name,
      { state: name === 'shop-5xx' ? 'ALARM' : 'OK', reason: `of ${name}`, since: '2026-11-20T23:00:00.000Z' },
    ]),
  );
const last = (bench: NotifyBench): string => JSON.stringify(bench.posts.at(-1)?.message);

it('alarm-notify asks which child of a composite alarm fired, and says so on the first line, with its reason below', async () => {
  const bench = notifyBench([], { alarmStandings: firing });
  await bench.notify(batchOf(composite({ TriggeringChildren: [] })));

  expect(bench.texts()).toEqual([expect.stringContaining('`shop-is-down` is in alarm: `shop-5xx`')]);
  expect(last(bench)).toMatch(/• `shop-5xx` ALARM since <!date[^>]*>: of shop-5xx/);
  expect(last(bench)).not.toContain('of shop-cpu');
});

it('alarm-notify posts a composite alarm although CloudWatch does not answer', async () => {
  const bench = notifyBench();
  await bench.notify(batchOf(composite()));

  expect(bench.texts()).toEqual([expect.stringContaining('`shop-is-down` is in alarm')]);
});

it.each([
  ['of another region', composite({}, 'eu-west-1')],
  ['of another account', composite({ AWSAccountId: '999999999999' })],
  ['that is OK', composite({ NewStateValue: 'OK', OldStateValue: 'ALARM' })],
])('alarm-notify asks for no child of a composite alarm %s', async (_what, body) => {
  const asked: unknown[] = [];
  const alarmStandings = async (names: readonly string[]) => {
    asked.push(names);
    return firing(names);
  };
  const bench = notifyBench([], { alarmStandings });
  await bench.notify(batchOf(body));

  expect(asked).toEqual([]);
  expect(bench.posts).toHaveLength(1);
});

it('alarm-notify says of an alarm that is OK again for how long it was not', async () => {
  const bench = notifyBench();
  const change = async (state: string, minutes: number): Promise<void> => {
    bench.pass(minutes * 60);
    await bench.notify(batchOf(alarmBody({ name: 'cpu', state, at: bench.nowMs() })));
  };
  await change('ALARM', 0);
  await change('INSUFFICIENT_DATA', 20);
  await change('OK', 7);
  await change('ALARM', 60);
  await change('OK', 3);

  expect(bench.texts().filter((text) => text.includes('OK'))).toEqual([
    expect.stringContaining('`cpu` is OK again after 27 min'),
    expect.stringContaining('`cpu` is OK again after 3 min'),
  ]);
});

it('alarm-notify does not count from an alarm of days ago when data was missing in between', async () => {
  const bench = notifyBench();
  for (const [state, oldState] of [
    ['ALARM', 'OK'],
    ['OK', 'ALARM'],
    ['INSUFFICIENT_DATA', 'OK'],
    ['OK', 'INSUFFICIENT_DATA'],
  ] as const) {
    bench.pass(3_600);
    await bench.notify(batchOf(alarmBody({ name: 'cpu', state, oldState, at: bench.nowMs() })));
  }

  expect(bench.texts().at(-1)).toMatch(/`cpu` is OK ·/);
});
