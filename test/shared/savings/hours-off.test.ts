// How long something was off is counted by what is known, never by what is likely.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report, ReportedResource } from '#core/report.ts';
import { hoursOf, offTimes } from '#savings/hours-off.ts';

const at = (time: string): number => Date.parse(`2026-11-${time}:00Z`);
const all = { from: at('01T00:00'), to: at('30T00:00') };

type Told = {
  readonly action: Report['action'];
  readonly from: string;
  readonly to?: string;
  readonly outcome?: ReportedResource['outcome'];
  readonly kind?: ReportedResource['kind'];
};

const report = ({ action, from, to = from, outcome = 'done', kind = 'rds-instance' }: Told): Report => ({
  kind: 'curfew-report',
  version: 1,
  run: `${action}-${from}`,
  environment: 'staging',
  action,
  outcome: 'done',
  reason: '',
  requestedBy: 'schedule',
  startedAt: new Date(at(from)).toISOString(),
  endedAt: new Date(at(to)).toISOString(),
  seconds: 0,
  criticalPath: [],
  criticalPathSeconds: 0,
  resources: [
    {
      resource: 'db',
      kind,
      stage: 1,
      outcome,
      reason: '',
      startedAt: new Date(at(from)).toISOString(),
      endedAt: new Date(at(to)).toISOString(),
    },
  ],
  alarmsMuted: [],
  warnings: [],
});

const hours = (told: readonly Told[]) => {
  const { known, unknown } = offTimes(told.map(report), 'db', all);
  return [hoursOf(known), hoursOf(unknown)];
};

const stop: Told = { action: 'stop', from: '02T20:00', to: '02T21:00' };

describe('hours off', () => {
  it.each<readonly [string, readonly Told[], readonly [known: number, unknown: number]]>([
    ['from when it was down until it was started again', [stop, { action: 'start', from: '03T08:00' }], [11, 0]],
    ['until now, if nothing started it', [{ action: 'stop', from: '29T20:00', to: '29T21:00' }], [3, 0]],
    ['none without a stop', [{ action: 'start', from: '03T08:00' }], [0, 0]],
    ['none for a stop that failed', [{ ...stop, outcome: 'failed' }], [0, 0]],
    [
      'until a start that failed: it may have come up',
      [stop, { action: 'start', from: '03T08:00', outcome: 'failed' }],
      [11, 0],
    ],
    ['unknown if the start found it awake', [stop, { action: 'start', from: '03T08:00', outcome: 'skipped' }], [0, 11]],
    [
      'unknown before a stop that had to stop it again',
      [stop, { action: 'stop', from: '03T00:00', to: '03T01:00' }, { action: 'start', from: '03T08:00' }],
      [7, 3],
    ],
    [
      'through a stop that found it still down',
      [stop, { action: 'stop', from: '03T00:00', outcome: 'skipped' }, { action: 'start', from: '03T08:00' }],
      [11, 0],
    ],
    [
      'through a start that never got to it',
      [stop, { action: 'start', from: '03T08:00', outcome: 'blocked' }, { action: 'start', from: '03T09:00' }],
      [12, 0],
    ],
    [
      'from when a database was found stopped',
      [
        { ...stop, outcome: 'skipped' },
        { action: 'start', from: '03T08:00' },
      ],
      [12, 0],
    ],
    ['not from when a service was found without tasks', [{ ...stop, outcome: 'skipped', kind: 'ecs-service' }], [0, 0]],
  ])('hours off are counted %s', (_, told, expected) => {
    expect(hours(told)).toEqual(expected);
  });

  it('hours off are never more than the time that is asked about, whatever the reports say, in whatever order', () => {
    const told = fc.record({
      action: fc.constantFrom<Report['action']>('start', 'stop'),
      from: fc.integer({ min: 1, max: 28 }).map((day) => `${String(day).padStart(2, '0')}T10:00`),
      outcome: fc.constantFrom<ReportedResource['outcome']>('done', 'skipped', 'failed', 'blocked', 'refused'),
    });
    const window = { from: at('05T00:00'), to: at('20T00:00') };
    fc.assert(
      fc.property(fc.array(told, { maxLength: 12 }), (entries) => {
        const { known, unknown } = offTimes(entries.map(report), 'db', window);
        expect(hoursOf(known) + hoursOf(unknown)).toBeLessThanOrEqual(hoursOf([window]));
        expect(offTimes(entries.toReversed().map(report), 'db', window).known.length).toBeGreaterThanOrEqual(0);
        for (const { from, to } of [...known, ...unknown])
          expect(from < to && from >= window.from && to <= window.to).toBe(true);
      }),
    );
  });
});
