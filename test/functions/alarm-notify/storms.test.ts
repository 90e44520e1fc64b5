// Storms, flapping and planned downtimes, as people in the channel live through them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import type { Reminder } from '#notify/reminders/reminder.ts';
import {
  alarmBody,
  batchOf,
  benchStart,
  definitionFor,
  failing,
  type NotifyBench,
  notifyBench,
  ownBody,
} from '#test/support/notify-bench.ts';
import { all, deliver, expectation, minutes } from './deliver.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `alarm-${index + 1}`);

describe('a storm', () => {
  it('a storm is posted at once, and then in one digest that names every alarm of the minute', async () => {
    const bench = notifyBench();
    await deliver(
      bench,
      numbered(20).map((name) => alarmBody({ name, at: bench.nowMs() })),
    );
    expect(bench.posts).toHaveLength(3);
    bench.pass(70);
    await bench.remind();

    expect(bench.posts).toHaveLength(4);
    expect(bench.texts()[3]).toContain('17 more notifications');
    for (const name of numbered(20)) expect(all(bench)).toContain(name);
  });

  it('a storm of two thousand alarms is a handful of messages that count every one', async () => {
    const bench = notifyBench();
    await deliver(
      bench,
      numbered(2_000).map((name) => alarmBody({ name, at: bench.nowMs() })),
    );
    bench.pass(70);
    await bench.remind();

    expect(bench.posts).toHaveLength(4);
    expect(bench.texts()[3]).toContain('1997 more notifications');
    expect(all(bench)).toMatch(/and \d+ more/);
  }, 60_000);

  it('a storm is grouped by service where the definition groups by it', async () => {
    const bench = notifyBench([], {
      definition: (environment) => {
        const definition = definitionFor(environment);
        return { ...definition, notifications: { ...definition.notifications, groupBy: ['service'] } };
      },
    });
    const bodies = ['shop', 'scoring'].flatMap((service) =>
      numbered(4).map((name) =>
        alarmBody({ name: `${service}-${name}`, service: `atlas/${service}`, at: bench.nowMs() }),
      ),
    );
    await deliver(bench, bodies);
    expect(bench.texts()).toHaveLength(2);
    bench.pass(70);
    await bench.remind();

    expect(bench.texts().slice(2)).toEqual([
      expect.stringContaining('3 more notifications of service shop within'),
      expect.stringContaining('3 more notifications of service scoring within'),
    ]);
  });

  it('a storm keeps the contributors of one alarm apart', async () => {
    const bench = notifyBench();
    const contributor = (id: string) => {
      const body = JSON.parse(alarmBody({ name: 'many-series', at: bench.nowMs() }));
      const message = { ...JSON.parse(body.Message), AlarmContributorId: id };
      return JSON.stringify({ ...body, Message: JSON.stringify(message) });
    };
    await deliver(bench, ['a', 'b', 'c', 'd', 'e'].map(contributor));
    bench.pass(70);
    await bench.remind();
    expect(bench.texts().at(-1)).toContain('2 more notifications');
    expect(all(bench)).toContain('many-series (d)');
    expect(all(bench)).toContain('many-series (e)');
  });

  it('a storm does not hold back our own reports or a budget', async () => {
    const bench = notifyBench();
    const report = (run: number) =>
      ownBody({
        kind: 'curfew-notice',
        version: 1,
        environment: 'prod',
        at: benchStart,
        notice: 'late',
        text: `late ${run}`,
        resources: [],
      } as { environment: string });
    await deliver(bench, [1, 2, 3, 4, 5].map(report));
    expect(bench.posts).toHaveLength(5);
  });

  it('a storm comes in a digest although the reminder was shown twice, and only once', async () => {
    const bench = notifyBench();
    await deliver(
      bench,
      numbered(5).map((name) => alarmBody({ name, at: bench.nowMs() })),
    );
    const [one] = bench.reminders;
    if (one) bench.reminders.push({ ...one });
    bench.pass(70);
    await bench.remind();
    expect(bench.posts).toHaveLength(4);
  });

  it('a storm is posted later, and says so, when Slack is down for its digest', async () => {
    const bench = notifyBench([
      ...Array.from({ length: 3 }, () => ({ kind: 'delivered' as const })),
      failing(500, true),
    ]);
    await deliver(
      bench,
      numbered(5).map((name) => alarmBody({ name, at: bench.nowMs() })),
    );
    bench.pass(70);
    const [digest] = bench.reminders;
    await bench.remind();
    bench.pass(3_600);
    if (digest) bench.reminders.push(digest);
    await bench.remind();
    expect(bench.texts().at(-1)).toMatch(/2 more notifications.*sent 1 h 0 min late/s);
  });

  it('the digest of a storm goes back to the queue when its reminder comes too early', async () => {
    const bench = notifyBench();
    await deliver(
      bench,
      numbered(5).map((name) => alarmBody({ name, at: bench.nowMs() })),
    );
    const [first] = bench.reminders.splice(0);
    bench.reminders.push({ reminder: first?.reminder as Reminder, dueMs: bench.nowMs() });
    await bench.remind();
    expect(bench.posts).toHaveLength(3);
    expect(bench.reminders).toHaveLength(1);
  });

  it('a storm is posted one by one when nothing can be kept for a digest', async () => {
    const bench = notifyBench([], {
      queue: { later: () => Promise.reject(new Error('no queue')), deadLetter: async () => {} },
    });
    await deliver(
      bench,
      numbered(5).map((name) => alarmBody({ name, at: bench.nowMs() })),
    );
    for (const name of numbered(5)) expect(bench.texts().join()).toContain(name);
  });
});

describe('an alarm that flaps', () => {
  const changes = (bench: NotifyBench, count: number) =>
    (async () => {
      for (let change = 0; change < count; change++) {
        const state = change % 2 === 0 ? 'ALARM' : 'OK';
        await deliver(bench, [alarmBody({ name: 'cpu', state, at: bench.nowMs() })]);
        bench.pass(90);
      }
    })();

  it('an alarm that flaps is posted three times, then once that it flaps, and summed up when it is quiet', async () => {
    const bench = notifyBench();
    await changes(bench, 9);
    expect(bench.posts).toHaveLength(4);
    expect(bench.texts()[3]).toContain('`cpu` is flapping: 4 changes');
    bench.pass(16 * 60);
    await bench.remind();
    bench.pass(16 * 60);
    await bench.remind();

    expect(bench.posts).toHaveLength(5);
    expect(bench.texts()[4]).toContain('`cpu` has settled in ALARM');
    expect(all(bench)).toContain('9 changes in 12 min');
  });

  it('an alarm that flaps is summed up again when it flaps again', async () => {
    const bench = notifyBench();
    for (const times of [1, 2]) {
      await changes(bench, 5);
      bench.pass(16 * 60);
      await bench.remind();
      bench.pass(16 * 60);
      await bench.remind();
      expect(bench.texts().filter((text) => text.includes('has settled'))).toHaveLength(times);
    }
  });

  it('an alarm that flaps is posted change by change while nothing can be remembered of it', async () => {
    const down = () => Promise.reject(new Error('connection reset'));
    const bench = notifyBench([], { notifications: { ...memoryNotificationStore(), change: down } });
    await changes(bench, 8);
    expect(bench.posts).toHaveLength(8);
  });

  it('an alarm that flaps is news again after it has been summed up', async () => {
    const bench = notifyBench();
    await changes(bench, 4);
    bench.pass(16 * 60);
    await bench.remind();
    await deliver(bench, [alarmBody({ name: 'cpu', at: bench.nowMs() })]);
    expect(bench.posts).toHaveLength(6);
  });
});

describe('a return to OK', () => {
  it('a return to OK is posted when the alarm was posted', async () => {
    const bench = notifyBench();
    await deliver(bench, [alarmBody({ name: 'cpu', at: bench.nowMs() })]);
    bench.pass(300);
    await deliver(bench, [alarmBody({ name: 'cpu', state: 'OK', at: bench.nowMs() })]);
    expect(bench.posts).toHaveLength(2);
  });

  it('a return to OK of which nobody knew that it was not waits for a digest', async () => {
    const bench = notifyBench();
    await deliver(bench, [alarmBody({ name: 'new', state: 'OK', oldState: 'INSUFFICIENT_DATA', at: bench.nowMs() })]);
    expect(bench.posts).toEqual([]);
    bench.pass(70);
    await bench.remind();
    expect(bench.texts()[0]).toContain('1 more notification');
    expect(all(bench)).toContain('new');
  });
});

describe('alarms in any order', () => {
  const change = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'scoring-tasks'),
    state: fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA'),
    afterSeconds: fc.nat(200),
    slackIsDown: fc.boolean(),
  });

  it('alarms in any order, each one is posted, named in a digest, counted as a change of what flaps, or counted as expected', () =>
    fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
        let isDown = false;
        const kinds: string[] = [];
        const bench = notifyBench([], {
          log: { info: (_message, fields) => void kinds.push(String(fields?.as)), warn: () => {} },
          post: async () => (isDown ? failing(500, true) : { kind: 'delivered' }),
        });
        await bench.state.expect('prod', { ...expectation, until: minutes(30) });
        let open: string[] = [];
        for (const { name, state, afterSeconds, slackIsDown } of changes) {
          bench.pass(afterSeconds);
          isDown = slackIsDown;
          open.push(alarmBody({ name, state, oldState: 'ALARM', at: bench.nowMs() }));
          const batch = batchOf(...open.slice(0, 10));
          const { batchItemFailures } = await bench.notify(batch);
          const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
          open = [
            ...batch.Records.flatMap(({ messageId, body }) => (failed.has(messageId) ? [String(body)] : [])),
            ...open.slice(10),
          ];
        }
        isDown = false;
        for (let rounds = 0; open.length > 0 && rounds < 20; rounds++) {
          const { batchItemFailures } = await bench.notify(batchOf(...open.splice(0, 10)));
          expect(batchItemFailures).toEqual([]);
        }
        expect(kinds.filter((kind) => ['delivered', 'folded', 'counted', 'expected'].includes(kind))).toHaveLength(
          changes.length,
        );
      }),
      { numRuns: 60 },
    ));
});
