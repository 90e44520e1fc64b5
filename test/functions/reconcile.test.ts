// Reconcile over the simulated AWS: what a night needs that did not go as scheduled.
import { describe, expect, it } from 'vitest';
import { violationsOf } from '#sim/invariants/all.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { nightOf, nightWith, outcomesOf } from '#test/support/nights.ts';

const minutes = (count: number) => count * 60_000;
const messages = ({ lines }: Rehearsal): string[] =>
  lines.flatMap(({ event }) => (event.type === 'message' ? [JSON.stringify(event.payload)] : []));
const askedBy = ({ reports }: Rehearsal): string[] =>
  reports.map(({ action, requestedBy }) => `${action} by ${requestedBy}`);
const writesOf = ({ lines }: Rehearsal, name: string): string[] =>
  lines.flatMap(({ event }) =>
    event.type === 'call' && event.function === name && event.mutating ? [event.operation] : [],
  );

/** Nights of staging begin at 19:30, the stop is due half an hour later. */
const lost = (fromMinute: number, toMinute: number) => {
  const night = nightOf('staging');
  return { at: fromMinute, do: 'lose-schedules' as const, untilMs: night.fromMs + minutes(toMinute) };
};

describe('reconcile', () => {
  it('reconcile writes nothing and says nothing while everything is as it is due to be', async () => {
    const rehearsal = await rehearse(nightOf('staging'));

    expect(rehearsal.lines.some(({ event }) => event.type === 'call' && event.function === 'reconcile')).toBe(true);
    expect(writesOf(rehearsal, 'reconcile')).toEqual([]);
    expect(messages(rehearsal)).toHaveLength(2);
  });

  it('reconcile does what a lost slot should have done', async () => {
    const rehearsal = await rehearse(nightWith(1, lost(20, 40)));

    expect(askedBy(rehearsal)).toEqual(['stop by reconcile', 'start by schedule']);
    expect(outcomesOf(rehearsal)).toEqual(['stop done', 'start done']);
    expect(violationsOf(rehearsal)).toEqual([]);
  });

  it('reconcile says nothing about slots from before it was installed, and does what is due from then on', async () => {
    const night = nightOf('staging');
    const fromMs = night.fromMs + minutes(160);
    const rehearsal = await rehearse({ ...night, fromMs, installed: false, toMs: night.fromMs + minutes(14 * 60) });

    expect(messages(rehearsal).filter((text) => text.includes('tolerance'))).toEqual([]);
    expect(askedBy(rehearsal)).toEqual(['start by schedule']);
    expect(writesOf(rehearsal, 'reconcile')).toEqual(['dynamodb:PutItem']);
  });

  it('reconcile leaves what is later than the tolerance to people, and says so once', async () => {
    const rehearsal = await rehearse(nightWith(1, lost(20, 4 * 60)));

    expect(askedBy(rehearsal)).not.toContain('stop by reconcile');
    expect(messages(rehearsal).filter((text) => text.includes('later than its tolerance'))).toHaveLength(1);
    expect(writesOf(rehearsal, 'reconcile')).toEqual(['sns:Publish', 'dynamodb:PutItem']);
  });

  it('reconcile keeps alarms muted for as long as a hold lasts, with one change, and says nothing about it', async () => {
    const night = nightOf('staging');
    const name = 'poc-atlas-dev-scoring-high-cpu';
    const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' as const };
    const until = night.fromMs + minutes(40 * 60);
    const rehearsal = await rehearse({
      ...night,
      toMs: night.fromMs + minutes(24 * 60),
      alarms: [{ ...alarm, name, watches: 'scoring' }],
      timeline: [{ at: night.fromMs + minutes(150), do: 'hold', hold: 'down', until, by: 'ana', why: 'bridge day' }],
    });

    expect(writesOf(rehearsal, 'reconcile')).toEqual(['cloudwatch:PutAlarmMuteRule', 'dynamodb:PutItem']);
    expect(rehearsal.lines.flatMap(({ event }) => (event.type === 'alarm' ? [event.actions] : []))).toEqual(['muted']);
    expect(violationsOf(rehearsal)).toEqual([]);
  });

  it('reconcile says once that it may not keep alarms muted', async () => {
    const night = nightOf('staging');
    const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' as const };
    const until = night.fromMs + minutes(40 * 60);
    const rehearsal = await rehearse({
      ...night,
      alarms: [{ ...alarm, name: 'poc-atlas-dev-scoring-high-cpu', watches: 'scoring' }],
      timeline: [
        { at: night.fromMs + minutes(150), do: 'hold', hold: 'down', until, by: 'ana', why: 'bridge day' },
        {
          at: night.fromMs + minutes(149),
          do: 'fault',
          fault: { operation: 'cloudwatch:PutAlarmMuteRule', error: 'AccessDenied' },
        },
      ],
    });

    expect(
      messages(rehearsal).filter((text) => text.includes('cannot mute or unmute alarms for its downtime')),
    ).toHaveLength(1);
  });

  it('reconcile puts an environment up that is held up, keeps it up through its stop, and takes it down when the hold ends', async () => {
    const night = nightOf('staging');
    const holdUp = {
      at: 0,
      do: 'hold' as const,
      hold: 'up' as const,
      until: night.fromMs + minutes(180),
      by: 'ana',
      why: 'release',
    };
    const rehearsal = await rehearse(nightWith(1, holdUp));

    expect(outcomesOf(rehearsal)).toEqual(['stop skipped', 'stop done', 'start done']);
    expect(askedBy(rehearsal)).toEqual(['stop by schedule', 'stop by reconcile', 'start by schedule']);
    expect(violationsOf(rehearsal)).toEqual([]);
  });

  it('reconcile takes an environment down at once when it is released', async () => {
    const night = nightOf('staging');
    const holdUp = {
      at: 0,
      do: 'hold' as const,
      hold: 'up' as const,
      until: night.fromMs + minutes(600),
      by: 'ana',
      why: 'release',
    };
    const rehearsal = await rehearse(nightWith(1, holdUp, { at: 200, do: 'release' }));
    const stop = rehearsal.reports.find(({ requestedBy }) => requestedBy === 'reconcile');

    expect(stop).toMatchObject({ action: 'stop', outcome: 'done' });
    expect(Date.parse(stop?.startedAt ?? '')).toBeLessThanOrEqual(night.fromMs + minutes(216));
  });

  it('reconcile reports once what somebody woke while the environment is down', async () => {
    const rehearsal = await rehearse(nightWith(1, { at: 120, do: 'set', resource: 'kafka-ui', facts: { desired: 1 } }));

    expect(messages(rehearsal).filter((text) => text.includes('somebody started kafka-ui'))).toHaveLength(1);
    expect(outcomesOf(rehearsal)).toEqual(['stop done', 'start done']);
  });

  it('reconcile stops a database again that AWS restarts after seven days', async () => {
    const night = nightOf('staging');
    const definition = {
      ...night.definition,
      // Never on the evening of the restart: a stop that is at work then waits for it.
      schedule: {
        ...night.definition.schedule,
        start: { days: ['mon' as const], at: '08:00' },
        stop: { days: ['tue' as const], at: '20:00' },
      },
    };
    const rehearsal = await rehearse({
      ...night,
      definition,
      fromMs: Date.parse('2026-11-16T19:30:00-03:00'),
      toMs: Date.parse('2026-11-23T23:30:00-03:00'),
      timeline: [
        {
          at: Date.parse('2026-11-16T20:00:00-03:00'),
          do: 'hold',
          hold: 'down',
          until: Date.parse('2026-12-01T00:00:00-03:00'),
          by: 'ana',
          why: 'nobody is here',
        },
      ],
    });
    const again = rehearsal.reports.findLast(({ requestedBy }) => requestedBy === 'reconcile');

    expect(again).toMatchObject({ action: 'stop', outcome: 'done', why: expect.stringContaining('seven days') });
    expect(rehearsal.after['camunda-db']).toMatchObject({ status: 'stopped' });
  });
});
