// What reconcile does, in full: the occasion, the words, and the limits to the minute.
import { describe, expect, it } from 'vitest';
import type { Situation } from '#run/reconcile/correction.ts';
import {
  appIs,
  awake,
  corrected,
  dbIs,
  definition,
  minute,
  readingsOf,
  reason,
  slotAt,
  wantedDown,
  wantedUp,
} from './situation.ts';

describe('reconcile leaves things as they are', () => {
  const lease = { run: 'x', until: slotAt + 61 * minute };

  it.each<[reason: string, situation: Partial<Situation>]>([
    ['paused by the runtime switch', { enabled: false }],
    ['no desired state yet: never started, stopped or held', { wanted: undefined }],
    ['x is deploying', { lease: { ...lease, action: 'deploy' } }],
    ['x is at work', { lease: { ...lease, action: 'stop' } }],
    ['everything is down', {}],
    [
      'everything is up',
      { wanted: wantedUp, readings: readingsOf({ db: dbIs('available'), app: appIs(2) }), memories: [] },
    ],
    ['the scheduler may still deliver', { reports: [], readings: awake, nowMs: slotAt + 5 * minute - 1 }],
  ])('reconcile leaves things as they are: %s', (why, situation) => {
    expect(corrected(situation)).toEqual({ kind: 'nothing', reason: why });
  });
});

describe('reconcile finishes', () => {
  it('reconcile finishes what a dead run was asked for, and not what a deployment left', () => {
    const lease = { run: 'x', until: slotAt };
    const byAna = { ...wantedDown, because: 'person', by: 'ana', reason: 'stop by ana' } as const;

    expect(corrected({ lease: { ...lease, action: 'stop' } })).toEqual({
      kind: 'invoke',
      action: 'stop',
      why: 'x died',
      dueSince: slotAt,
    });
    expect(corrected({ lease: { ...lease, action: 'deploy' } }).kind).toBe('nothing');
    expect(corrected({ lease: { ...lease, action: 'stop' }, wanted: byAna })).toEqual({
      kind: 'invoke',
      action: 'stop',
      why: 'x died',
      onBehalfOf: { requestedBy: 'ana', since: slotAt },
      dueSince: slotAt,
    });
  });

  const late = (minutes: number, more: Partial<Situation> = {}) =>
    corrected({ reports: [], readings: awake, nowMs: slotAt + minutes * minute, ...more });

  it('reconcile finishes what nobody did, within the tolerance of the slot', () => {
    const invoked = { kind: 'invoke', action: 'stop', why: 'stop is scheduled', dueSince: slotAt };

    expect(late(5)).toEqual(invoked);
    expect(late(90)).toEqual(invoked);
    expect(late(91)).toEqual({
      kind: 'say',
      key: `late@${slotAt}`,
      saying: {
        notice: 'late',
        text: 'staging: stop is scheduled and was not done for 91 min. It is later than its tolerance: run it by hand',
        resources: [{ resource: 'db', reason }],
      },
    });
    expect(late(1, { wanted: { ...wantedDown, because: 'override' } })).toEqual(invoked);
  });

  it('reconcile finishes what is within a tick of the slot, however short its tolerance is', () => {
    const short = { ...definition, schedule: { ...definition.schedule, toleranceMinutes: 1 } };

    expect(late(20, { definition: short }).kind).toBe('invoke');
    expect(late(21, { definition: short }).kind).toBe('say');
  });

  it('reconcile finishes what a deployment kept it from, counted from then', () => {
    expect(late(120, { hinderedAt: slotAt + 30 * minute }).kind).toBe('invoke');
    expect(late(121, { hinderedAt: slotAt + 30 * minute }).kind).toBe('say');
  });
});
