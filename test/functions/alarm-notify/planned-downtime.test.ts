import { describe, expect, it } from 'vitest';
import { alarmBody, notifyBench } from '#test/support/notify-bench.ts';
import { all, deliver, expectation, minutes } from './deliver.ts';

const inDowntime = async (overrides: Parameters<typeof notifyBench>[1] = {}) => {
  const bench = notifyBench([], overrides);
  await bench.state.expect('prod', expectation);
  return bench;
};

describe('a planned downtime', () => {
  it('a planned downtime counts what it expects, by alarm and by what the alarm is about, and posts nothing of it', async () => {
    const bench = await inDowntime();
    await deliver(bench, [
      alarmBody({ name: 'scoring-tasks', at: bench.nowMs() }),
      alarmBody({ name: 'another-name', service: 'atlas/scoring', at: bench.nowMs() }),
    ]);
    expect(bench.posts).toEqual([]);
    expect(await bench.state.expected('prod', 'prod-stop-1')).toEqual([
      { what: 'another-name', times: 1 },
      { what: 'scoring-tasks', times: 1 },
    ]);
  });

  it('a planned downtime lets through what it does not expect', async () => {
    const bench = await inDowntime();
    await deliver(bench, [
      alarmBody({ name: 'kafka-disk', at: bench.nowMs() }),
      alarmBody({ name: 'x', service: 'atlas/camunda', at: bench.nowMs() }),
    ]);
    expect(bench.posts).toHaveLength(2);
  });

  it('a planned downtime counts the return to OK of what it expected, also when that comes after the grace', async () => {
    const bench = await inDowntime();
    await deliver(bench, [alarmBody({ name: 'scoring-tasks', at: bench.nowMs() })]);
    bench.pass(13 * 3_600);
    await deliver(bench, [alarmBody({ name: 'scoring-tasks', state: 'OK', at: bench.nowMs() })]);
    await bench.remind();
    expect(bench.posts).toEqual([]);
    expect(await bench.state.expected('prod', 'prod-stop-1')).toEqual([{ what: 'scoring-tasks', times: 2 }]);
  });

  it('a planned downtime names once, after the grace, what is still in alarm', async () => {
    const bench = await inDowntime();
    await deliver(bench, [alarmBody({ name: 'scoring-tasks', at: bench.nowMs() })]);
    for (let hop = 0; hop < 60; hop++) {
      bench.pass(15 * 60);
      await bench.remind();
    }
    expect(bench.texts()).toEqual([expect.stringContaining('1 alarm has been in alarm since the stop')]);
    expect(all(bench)).toContain('scoring-tasks');
  });

  it('a planned downtime asks CloudWatch, because not every alarm reports that it is OK again', async () => {
    const asked: (readonly string[])[] = [];
    const bench = await inDowntime({
      alarmsNow: async (names) => {
        asked.push(names);
        return new Set(['another-name']);
      },
    });
    await deliver(bench, [
      alarmBody({ name: 'scoring-tasks', at: bench.nowMs() }),
      alarmBody({ name: 'another-name', service: 'atlas/scoring', state: 'INSUFFICIENT_DATA', at: bench.nowMs() }),
    ]);
    for (let hop = 0; hop < 60; hop++) {
      bench.pass(15 * 60);
      await bench.remind();
    }
    expect(asked.map((names) => [...names].sort())).toEqual([['another-name', 'scoring-tasks']]);
    expect(all(bench)).toContain('ALARM: `another-name`');
    expect(all(bench)).not.toContain('scoring-tasks');
    expect(all(bench)).not.toContain('late');
  });

  it('a planned downtime is over as soon as the environment is ready', async () => {
    const bench = await inDowntime();
    await deliver(bench, [alarmBody({ name: 'scoring-tasks', at: bench.nowMs() })]);
    await bench.state.expect('prod', { ...expectation, until: minutes(60) });
    for (let hop = 0; hop < 6; hop++) {
      bench.pass(15 * 60);
      await bench.remind();
    }
    expect(bench.posts).toHaveLength(1);
    await deliver(bench, [alarmBody({ name: 'scoring-tasks', state: 'INSUFFICIENT_DATA', at: bench.nowMs() })]);
    expect(bench.posts).toHaveLength(2);
  });

  it('a planned downtime says of an alarm that AWS repeats after the mute that it has been there since the stop', async () => {
    const bench = await inDowntime();
    const changedAt = bench.nowMs();
    bench.pass(12 * 3_600 + 60);
    await deliver(bench, [alarmBody({ name: 'scoring-tasks', changedAt, at: bench.nowMs() })]);
    expect(bench.texts()).toEqual([expect.stringContaining('_has been in alarm since the stop_')]);
  });

  it('a planned downtime expects what AWS said in time, however late the queue shows it', async () => {
    const bench = await inDowntime();
    const body = alarmBody({ name: 'scoring-tasks', at: bench.nowMs() });
    bench.pass(20 * 3_600);
    await deliver(bench, [body]);
    expect(bench.posts).toEqual([]);
  });

  it('a planned downtime hides nothing when what it expects cannot be read, or cannot be counted', async () => {
    const unreachable = () => Promise.reject(new Error('connection reset'));
    const { state } = await inDowntime();
    for (const broken of [{ expectations: unreachable }, { countExpected: unreachable }]) {
      const bench = await inDowntime({ state: { ...state, ...broken } });
      await deliver(bench, [alarmBody({ name: 'scoring-tasks', at: bench.nowMs() })]);
      expect(bench.posts).toHaveLength(1);
    }
  });
});
