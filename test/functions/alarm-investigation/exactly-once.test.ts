import { expect, it } from 'vitest';
import { alarmBody, batchOf } from '#test/support/notify-bench.ts';
import { investigationBench } from './bench.ts';

it('a hundred deliveries of one alarm start one investigation', async () => {
  const bench = investigationBench();
  const body = alarmBody({ name: 'orders-errors', at: bench.nowMs() });

  for (let delivery = 0; delivery < 100; delivery++) await bench.handle(batchOf(body));

  expect(bench.tasks).toHaveLength(1);
});

it.each(['before', 'after'] as const)(
  'an invocation that dies %s any of its calls leaves exactly one investigation to the next deliveries',
  async (when) => {
    const whole = investigationBench();
    await whole.handle(batchOf(alarmBody({ name: 'a', at: whole.nowMs() })));
    const points = whole.callsMade();
    expect(points).toBeGreaterThan(8);

    for (let point = 1; point <= points; point++) {
      let delivery = 0;
      const bench = investigationBench({ fails: (call) => (delivery === 1 && call === point ? when : undefined) });
      const body = alarmBody({ name: 'a', at: bench.nowMs() });
      const outcomes: number[] = [];
      for (delivery = 1; delivery <= 4; delivery++) {
        bench.begin();
        outcomes.push((await bench.handle(batchOf(body))).batchItemFailures.length);
        bench.pass(3);
      }
      expect({ point, tasks: bench.tasks.length, outcomes }).toEqual({ point, tasks: 1, outcomes: [1, 0, 0, 0] });
    }
  },
);

it('an answer that was lost, with a run in between, is asked for again as it was: the same task', async () => {
  const bench = investigationBench({ answer: (call) => (call === 1 ? 'lose' : 'carry-out') });
  const body = alarmBody({ name: 'a', at: bench.nowMs() });
  await bench.handle(batchOf(body));
  await bench.state.acquireLease(
    'prod',
    { run: 'deploy-1', action: 'deploy', until: bench.nowMs() + 600_000 },
    bench.nowMs(),
    false,
  );
  await bench.handle(batchOf(body));

  expect(bench.tasks).toHaveLength(1);
  expect(bench.logged.at(-1)).toBe('started');
});

it('the result of an investigation is told once, with its summary and a link, also when an invocation dies on the way', async () => {
  const whole = investigationBench();
  await whole.handle(batchOf(alarmBody({ name: 'a', at: whole.nowMs() })));
  whole.begin();
  const [task] = whole.tasks;
  if (!task) throw new Error('no task');
  whole.pass(6);
  for (let delivery = 0; delivery < 5; delivery++)
    await whole.handle(batchOf(JSON.stringify(whole.ended(task, whole.nowMs()))));

  expect(whole.said).toMatchObject([
    {
      ...{ kind: 'curfew-investigation', environment: 'prod', alarm: 'a', outcome: 'completed' },
      summary: 'Root cause of a in prod: simulated.',
      url: expect.stringContaining('https://sa-east-1.console.aws.amazon.com/aidevops/'),
    },
  ]);
});

it('investigations of somebody else are left alone, and an event that an alarm topic carries is none', async () => {
  const bench = investigationBench();
  await bench.handle(batchOf(alarmBody({ name: 'a', at: bench.nowMs() })));
  const [task] = bench.tasks;
  if (!task) throw new Error('no task');
  const foreign = bench.ended({ ...task, taskId: 'theirs' }, bench.nowMs());

  const early = await bench.handle(batchOf(JSON.stringify(foreign)));
  expect(early.batchItemFailures).toHaveLength(1);
  bench.pass(11);
  expect(await bench.handle(batchOf(JSON.stringify(foreign)))).toEqual({ batchItemFailures: [] });
  const forged = { Type: 'Notification', MessageId: 'm', TopicArn: 'arn:aws:sns:sa-east-1:111122223333:alarms' };
  await bench.handle(batchOf(JSON.stringify({ ...forged, Message: JSON.stringify(bench.ended(task, bench.nowMs())) })));

  expect(bench.said).toEqual([]);
});
