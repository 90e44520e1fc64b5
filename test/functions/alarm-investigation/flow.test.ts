import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { alarmBody, batchOf } from '#test/support/notify-bench.ts';
import { expectation, minutes } from '../alarm-notify/deliver.ts';
import { inEnvironment } from '../alarm-notify/queued-events.ts';
import { investigationBench } from './bench.ts';

type Bench = ReturnType<typeof investigationBench>;
const alarm = (bench: Bench, name = 'orders-errors', more: object = {}) =>
  alarmBody({ name, at: bench.nowMs(), ...more });
const started = (endedAt: string): Report => ({
  ...JSON.parse(inEnvironment('prod')),
  action: 'start',
  run: 'r',
  endedAt,
});

describe('an alarm', () => {
  it('an alarm starts one investigation, that says what CloudWatch said', async () => {
    const bench = investigationBench();

    expect(await bench.handle(batchOf(alarm(bench)))).toEqual({ batchItemFailures: [] });

    expect(bench.tasks).toHaveLength(1);
    expect(bench.tasks[0]).toMatchObject({ agentSpace: 'space-1', title: 'orders-errors in prod', priority: 'HIGH' });
    expect(bench.tasks[0]?.description).toContain('Metric: AWS/ECS CPUUtilization\n');
    expect(bench.tasks[0]?.clientToken).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, string, (bench: Bench) => Promise<string>]>([
    ['that is OK again', 'not an alarm that began', async (bench) => alarm(bench, 'a', { state: 'OK' })],
    ['of Curfew itself', 'of Curfew', async (bench) => alarm(bench, 'curfew-prod-silent')],
    [
      'by which a service scales',
      'of autoscaling',
      async (bench) => alarm(bench, 'TargetTracking-service/a/b-AlarmHigh-1'),
    ],
    [
      'that waited for hours',
      'older than an hour',
      async (bench) => alarm(bench, 'a', { at: bench.nowMs() - 3_700_000 }),
    ],
    [
      'that a planned downtime explains by its name',
      'expected until',
      async (bench) => {
        await bench.state.expect('prod', expectation);
        return alarm(bench, 'scoring-tasks');
      },
    ],
    [
      'that a planned downtime explains by what it is about',
      'expected until',
      async (bench) => {
        await bench.state.expect('prod', expectation);
        return alarm(bench, 'any', { service: 'atlas/scoring' });
      },
    ],
    [
      'that is said again after the mute, and began in the downtime',
      'has been in alarm since the stop',
      async (bench) => {
        await bench.state.expect('prod', { ...expectation, until: minutes(-2) });
        return alarm(bench, 'scoring-tasks', { changedAt: bench.nowMs() - 600_000 });
      },
    ],
    [
      'in the grace after a start',
      'within 10 minutes after a start',
      async (bench) => {
        await bench.state.saveReport(started(minutes(-9)));
        return alarm(bench);
      },
    ],
    [
      'while a start is running',
      'a start is running',
      async (bench) => {
        const until = bench.nowMs() + 60_000;
        await bench.state.acquireLease('prod', { run: 'r', action: 'start', until }, bench.nowMs(), false);
        return alarm(bench);
      },
    ],
    [
      'that somebody silenced',
      'silenced by ana',
      async (bench) => {
        const [from, until] = [bench.nowMs() - 1, bench.nowMs() + 60_000];
        await bench.state.saveSilence('prod', {
          id: 's',
          pattern: 'orders-*',
          by: 'ana',
          why: 'known',
          from,
          until,
        } as never);
        return alarm(bench);
      },
    ],
    ['of no source that is known', 'not an alarm', async () => 'some text'],
  ])('an alarm %s starts none', async (_, why, body) => {
    const bench = investigationBench();

    expect(await bench.handle(batchOf(await body(bench)))).toEqual({ batchItemFailures: [] });

    expect(bench.tasks).toEqual([]);
    expect(bench.logged.join()).toContain(why);
  });

  it('an alarm after the grace, and one beside a deployment, start one each; the second says who deploys', async () => {
    const bench = investigationBench();
    await bench.state.saveReport(started(minutes(-11)));
    const lease = { run: 'deploy-7', action: 'deploy', until: bench.nowMs() + 60_000, requestedBy: 'ci' } as const;
    await bench.state.acquireLease('prod', lease, bench.nowMs(), false);

    await bench.handle(batchOf(alarm(bench), alarm(bench, 'another')));

    expect(bench.tasks).toHaveLength(2);
    expect(bench.tasks[1]?.description).toContain('Deployment now: deploy-7, requested by ci');
  });

  it('alarms that `when` does not match, and those that another one explains, start none', async () => {
    const bench = investigationBench({ investigations: { when: { name: ['orders-*'] } } });
    await bench.handle(batchOf(alarm(bench, 'other'), alarm(bench)));
    expect(bench.tasks.map(({ title }) => title)).toEqual(['orders-errors in prod']);

    const inhibits = { alarms: [{ while: ['db-down'], silences: ['orders-*'] }] };
    const { notifications } = (await import('#test/support/notify-bench.ts')).definitionFor('prod');
    const other = investigationBench({ definition: { notifications: { ...notifications, inhibits } } });
    await other.handle(batchOf(alarm(other, 'db-down'), alarm(other)));
    expect(other.tasks.map(({ title }) => title)).toEqual(['db-down in prod']);
  });

  it('an environment without `investigations` starts none', async () => {
    const bench = investigationBench({ definition: { investigations: undefined as never } });
    await bench.handle(batchOf(alarm(bench)));
    expect(bench.tasks).toEqual([]);
  });
});

describe('an episode', () => {
  it('an episode is investigated once, however often CloudWatch says it; the next one again, until it flaps', async () => {
    const bench = investigationBench();
    const changedAt = bench.nowMs();
    await bench.handle(batchOf(alarm(bench, 'a', { changedAt })));
    bench.pass(5);
    await bench.handle(batchOf(alarm(bench, 'a', { changedAt, oldState: 'INSUFFICIENT_DATA' })));
    expect(bench.tasks).toHaveLength(1);

    bench.pass(30);
    await bench.handle(batchOf(alarm(bench, 'a', { state: 'OK' })));
    bench.pass(30);
    await bench.handle(batchOf(alarm(bench, 'a')));
    expect(bench.tasks).toHaveLength(2);

    for (let change = 0; change < 12; change++) {
      bench.pass(1);
      await bench.handle(batchOf(alarm(bench, 'a', { state: change % 2 === 0 ? 'OK' : 'ALARM' })));
    }
    expect(bench.tasks.length).toBeLessThanOrEqual(4);
    expect(bench.logged.at(-1)).toBe('it flaps');
  });

  it('an alarm whose OK goes nowhere begins anew when it was OK', async () => {
    const bench = investigationBench({ investigations: { perDay: 20 } });
    for (let day = 0; day < 3; day++) {
      await bench.handle(batchOf(alarm(bench, 'a')));
      bench.pass(24 * 60);
    }
    expect(bench.tasks).toHaveLength(3);
  });
});

describe('what it costs', () => {
  it('the sixth of a day becomes one notice, the seventh nothing, and the next day there is room again', async () => {
    const bench = investigationBench();
    for (let index = 1; index <= 7; index++) await bench.handle(batchOf(alarm(bench, `alarm-${index}`)));

    expect(bench.tasks).toHaveLength(5);
    expect(bench.said).toMatchObject([
      {
        kind: 'curfew-notice',
        notice: 'investigations',
        resources: [{ resource: 'alarm-6', reason: 'not investigated' }],
      },
    ]);

    bench.pass(24 * 60);
    await bench.handle(batchOf(alarm(bench, 'alarm-8')));
    expect(bench.tasks).toHaveLength(6);
  });

  it('a quota of AWS becomes the same one notice of the day, and is not asked again for the same alarm', async () => {
    const bench = investigationBench({ answer: () => ({ status: 402, name: 'ServiceQuotaExceededException' }) });
    const bodies = [alarm(bench, 'a'), alarm(bench, 'b')];

    for (let delivery = 0; delivery < 3; delivery++)
      expect(await bench.handle(batchOf(...bodies))).toEqual({ batchItemFailures: [] });

    expect(bench.said.map(({ kind }) => kind)).toEqual(['curfew-notice']);
    expect(bench.logged.slice(-2)).toEqual(['refused before', 'refused before']);
  });

  it.each([
    [429, 'ThrottlingException'],
    [500, 'InternalServerException'],
    [403, 'AccessDeniedException'],
  ])('after status %i it goes back to the queue, and the next delivery starts it', async (status, name) => {
    const bench = investigationBench({ answer: (call) => (call === 1 ? { status, name } : 'carry-out') });
    const body = alarm(bench);

    const { batchItemFailures } = await bench.handle(batchOf(body));
    expect(batchItemFailures).toHaveLength(1);
    await bench.handle(batchOf(body));

    expect(bench.tasks).toHaveLength(1);
  });
});
