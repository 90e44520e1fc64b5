import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { RunRequest } from '#core/run.ts';
import { parseDefinition } from '#definition/load.ts';
import { weekdays } from '#definition/schedule/slots.ts';
import { spreadOf } from '#definition/schedule/spread.ts';
import { type Circumstances, judgeRequest } from '#run/claim/judge-request.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';

const staging = definitionOf('staging');
const slot = '2026-11-20T23:00:00.000Z';
const later = (minutes: number) => Date.parse(slot) + minutes * 60_000;

const request = (facts: Partial<RunRequest> = {}): RunRequest => ({
  environment: 'staging',
  requestedBy: 'schedule',
  scheduledTime: slot,
  supersede: false,
  dryRun: false,
  ...facts,
});

const byHand = (): RunRequest => {
  const { scheduledTime: _, ...rest } = request({ requestedBy: 'ana' });
  return rest;
};

const at = (minutes: number, facts: Partial<Circumstances> = {}): Circumstances => ({
  enabled: true,
  overrides: [],
  reports: [],
  nowMs: later(minutes),
  ...facts,
});

const hold = (which: 'up' | 'down', fromMinutes: number, untilMinutes: number): Override => ({
  id: 'o',
  hold: which,
  from: later(fromMinutes),
  until: later(untilMinutes),
  by: 'ana',
  why: 'release',
});

describe('a delivery', () => {
  it.each([
    [0, true],
    [staging.schedule.toleranceMinutes, true],
    [staging.schedule.toleranceMinutes + 1, false],
    [13 * 60, false],
  ])('a delivery %i minutes late is admitted: %s', (minutes, admitted) => {
    expect(judgeRequest('stop', request(), staging, at(minutes)).admitted).toBe(admitted);
  });

  it('a delivery that is too late is stale and says by how much', () => {
    expect(judgeRequest('stop', request(), staging, at(200))).toMatchObject({
      outcome: 'stale',
      reason: expect.stringContaining('200 min late'),
    });
  });

  it('a delivery is stale when a newer slot has come since, however generous the tolerance is', () => {
    const generous = { ...staging, schedule: { ...staging.schedule, toleranceMinutes: 24 * 60 } };

    expect(judgeRequest('stop', request(), generous, at(24 * 60))).toMatchObject({
      outcome: 'stale',
      reason: 'a newer slot is due; nothing was changed',
    });
  });

  it('a delivery is stale when the slot on the same moment counts as the newer one', () => {
    // In Berlin the clock goes from 02:00 to 03:00 that night, so both are at one moment; on the wall the start is later.
    const days = ['sun'] as const;
    const spring = {
      ...staging,
      timeZone: 'Europe/Berlin',
      schedule: { ...staging.schedule, stop: { days, at: '02:30' }, start: { days, at: '03:30' } },
    };
    const both = '2027-03-28T01:30:00.000Z';
    const judged = (action: 'start' | 'stop') =>
      judgeRequest(action, request({ scheduledTime: both }), spring, at(0, { nowMs: Date.parse(both) }));

    expect(judged('stop')).toMatchObject({ outcome: 'stale' });
    expect(judged('start')).toEqual({ admitted: true });
  });

  it('a delivery of a schedule that has been switched off since changes nothing: a schedule is a wake-up, the definition decides', () => {
    const off = { ...staging, schedule: { ...staging.schedule, enabled: false } };

    expect(judgeRequest('stop', request(), off, at(1))).toMatchObject({
      outcome: 'skipped',
      reason: 'the schedule of staging is off in its definition',
    });
  });

  it.each([
    ['an old time', { days: weekdays, at: '21:00' }],
    ['another day', { days: ['sat' as const], at: '20:00' }],
    ['nothing at all', undefined],
    [
      'none of several',
      [
        { days: ['mon' as const, 'tue' as const, 'wed' as const], at: '20:00' },
        { days: ['fri' as const], at: '16:00' },
        { days: [], on: ['last day' as const, 19], at: '20:00' },
      ],
    ],
  ])('a delivery at what is no slot of the definition is stale and changes nothing: %s', (_what, stop) => {
    const { stop: _before, ...schedule } = staging.schedule;
    const changed = { ...staging, schedule: { ...schedule, ...(stop ? { stop } : {}) } };

    expect(judgeRequest('stop', request(), changed, at(1))).toMatchObject({
      outcome: 'stale',
      reason: expect.stringMatching(/is not a stop of this definition; nothing was changed$/),
    });
  });
});

describe('a slot of the definition', () => {
  const berlin = (stop: string, more = '') =>
    parseDefinition(
      `environment: mine
region: eu-west-1
timeZone: Europe/Berlin
schedule:
  enabled: true
  ${more}
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "${stop}" }
notifications:
  slack: { channel: "#mine", webhookSecret: mine/slack-webhook }
resources:
  db: { kind: rds-instance, instance: mine-db }
`,
      'mine.yaml',
    );
  const judged = (definition: typeof staging, scheduledTime: string, lateMs = 0) =>
    judgeRequest('stop', request({ scheduledTime }), definition, at(0, { nowMs: Date.parse(scheduledTime) + lateMs }));

  it.each([
    ['in winter', '2026-11-20T19:00:00Z', true],
    ['in summer', '2026-07-20T18:00:00Z', true],
    ['in summer at the time of winter', '2026-07-20T19:00:00Z', false],
    ['with seconds, which no schedule has', '2026-11-20T19:00:43Z', true],
    ['a minute before', '2026-11-20T18:59:59Z', false],
    ['a minute after', '2026-11-20T19:01:00Z', false],
  ])('a slot of the definition is a time of its zone, to the minute: %s', (_, scheduledTime, admitted) => {
    expect(judged(berlin('20:00'), scheduledTime, 2_000).admitted).toBe(admitted);
  });

  it('a slot of the definition is the moved one where environments are spread, and the written one is none', () => {
    const definition = berlin('23:50', 'spreadMinutes: 59');
    const moved = definition.schedule.stop?.at ?? '';
    const offset = spreadOf('mine', 59);
    const written = Date.parse('2026-11-20T22:50:00Z');

    expect(offset).toBeGreaterThan(10);
    expect(moved).toMatch(/^00:/);
    expect(judged(definition, new Date(written + offset * 60_000).toISOString()).admitted).toBe(true);
    expect(judged(definition, new Date(written).toISOString())).toMatchObject({ outcome: 'stale' });
  });

  it('a slot of the definition that a clock change repeats is the first of both, as EventBridge has it', () => {
    expect(judged(berlin('02:30'), '2026-10-25T00:30:00Z').admitted).toBe(true);
    expect(judged(berlin('02:30'), '2026-10-25T01:30:00Z')).toMatchObject({ outcome: 'stale' });
  });

  it('a slot of the definition binds deliveries of the schedule: reconcile has judged for itself', () => {
    const between = request({ requestedBy: 'reconcile', scheduledTime: '2026-11-20T19:30:00Z' });
    const nowMs = Date.parse('2026-11-20T19:30:05Z');

    expect(judgeRequest('stop', between, berlin('20:00'), at(0, { nowMs })).admitted).toBe(true);
  });
});

describe('the runtime switch', () => {
  it('the runtime switch pauses scheduled work', () => {
    expect(judgeRequest('stop', request(), staging, at(0, { enabled: false }))).toMatchObject({
      admitted: false,
      outcome: 'skipped',
      reason: 'scheduled work of staging is paused by /curfew/staging/enabled',
    });
  });

  it('the runtime switch does not keep a person from acting by hand', () => {
    expect(
      judgeRequest('stop', byHand(), staging, at(0, { enabled: false, overrides: [hold('up', -10, 60)] })),
    ).toEqual({
      admitted: true,
    });
  });
});

describe('an override', () => {
  it('an override keeps scheduled work from being done, and says whose it is and why', () => {
    expect(judgeRequest('stop', request(), staging, at(0, { overrides: [hold('up', -10, 60)] }))).toMatchObject({
      outcome: 'skipped',
      reason: 'staging is held up by ana: release',
    });
  });

  it('an override says of a start until when it is held', () => {
    const start = { ...request(), scheduledTime: '2026-11-20T11:00:00.000Z' };
    const nowMs = Date.parse(start.scheduledTime);
    const override = { ...hold('down', 0, 0), from: nowMs - 1, until: nowMs + 3_600_000 };

    expect(judgeRequest('start', start, staging, at(0, { nowMs, overrides: [override] }))).toMatchObject({
      outcome: 'skipped',
      reason: 'staging is held down by ana: release; until 2026-11-20T09:00:00-03:00',
    });
  });

  it.each([
    ['holds the same state', hold('down', -10, 60)],
    ['has ended', hold('up', -60, 0)],
    ['has not begun', hold('up', 10, 60)],
  ])('an override does not keep scheduled work from being done when it %s', (_, override) => {
    expect(judgeRequest('stop', request(), staging, at(0, { overrides: [override] })).admitted).toBe(true);
  });
});

describe('what a person asked for', () => {
  const asked = (action: 'start' | 'stop', minutes: number) =>
    ({
      environment: 'staging',
      run: 'r',
      action,
      outcome: 'done',
      requestedBy: 'ana',
      resources: [],
      startedAt: new Date(later(minutes)).toISOString(),
    }) as unknown as Report;
  const judged = (...reports: Report[]) => judgeRequest('stop', request(), staging, at(10, { reports }));

  it('what a person asked for after a slot overrules that slot when it is the opposite', () => {
    expect(judged(asked('start', 5))).toEqual({
      admitted: false,
      outcome: 'skipped',
      reason: 'start by ana, which is newer than this slot; nothing was changed',
    });
  });

  it.each<[what: string, reports: Report[]]>([
    ['after the slot when it is the same', [asked('stop', 5)]],
    ['before the slot', [asked('start', -5)]],
    ['at the moment of the slot', [asked('start', 0)]],
  ])('what a person asked for %s does not overrule the slot', (_, reports) => {
    expect(judged(...reports)).toEqual({ admitted: true });
  });

  it('nothing overrules a slot that is the only one when nobody asked for anything', () => {
    const { start: _start, ...schedule } = staging.schedule;

    expect(judgeRequest('stop', request(), { ...staging, schedule }, at(10))).toEqual({ admitted: true });
  });
});

describe('a closed day', () => {
  const christmas = {
    ...staging,
    calendars: [{ name: 'brazil', closed: [{ from: '2026-12-25', to: '2026-12-25', name: 'Christmas' }] }],
  };
  const start = { ...request(), scheduledTime: '2026-12-25T11:00:00.000Z' };
  const nowMs = Date.parse(start.scheduledTime);

  it('an environment is not started by its schedule on a closed day', () => {
    expect(judgeRequest('start', start, christmas, at(0, { nowMs }))).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringContaining('Christmas'),
    });
  });

  it('an environment is stopped on a closed day all the same', () => {
    expect(
      judgeRequest(
        'stop',
        { ...start, scheduledTime: '2026-12-25T23:00:00.000Z' },
        christmas,
        at(0, { nowMs: Date.parse('2026-12-25T23:00:00Z') }),
      ).admitted,
    ).toBe(true);
  });

  it('an environment is started on a closed day when somebody holds it up', () => {
    const override = { ...hold('up', 0, 0), from: nowMs - 1, until: nowMs + 1 };

    expect(judgeRequest('start', start, christmas, at(0, { nowMs, overrides: [override] })).admitted).toBe(true);
  });

  it('a closed day is judged by the local date', () => {
    const lateEvening = Date.parse('2026-12-26T02:00:00Z');
    const schedule = { ...christmas.schedule, start: { days: weekdays, at: '23:00' } };

    expect(
      judgeRequest(
        'start',
        { ...start, scheduledTime: '2026-12-26T02:00:00.000Z' },
        { ...christmas, schedule },
        at(0, { nowMs: lateEvening }),
      ),
    ).toMatchObject({ outcome: 'skipped' });
  });
});
