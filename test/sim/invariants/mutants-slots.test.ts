// A schedule is an alarm clock: an engine that does whatever it is woken for is found out.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { weekdays } from '#definition/schedule/slots.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { at, daysOf } from '../memory/small-days.ts';
import { defining, type Replace } from './broken.ts';

/** Somebody sets the stop to so many minutes past seven, before reconcile looks and sets it back. */
const edited = (minute: number): Scenario =>
  daysOf({
    resources: '  db: { kind: rds-instance, instance: small-db }',
    timeline: [{ at: at(19) + 60_000, do: 'edit-schedule', function: 'stop', edit: { at: `19:0${minute}` } }],
  });

const wokenAt = (definition: Definition, now: Date): Definition => {
  const woken = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(definition.timeZone);
  const stop = { days: weekdays, at: woken.toPlainTime().toString({ smallestUnit: 'minute' }) };
  return { ...definition, schedule: { ...definition.schedule, stop } };
};

/** Takes every time at which it is woken for one of its slots, as an engine without the rule does. */
const obedient: Replace = (deps) => {
  const { pin, read } = deps.definitions;
  return {
    ...deps,
    definitions: { pin, read: async (of, version) => wokenAt(await read(of, version), deps.runtime.now()) },
  };
};

describe('an edited schedule', () => {
  it('an edited schedule wakes the engine, and it changes nothing', async () => {
    const night = await rehearse(edited(5));

    expect(night.reports[0]).toMatchObject({ action: 'stop', outcome: 'stale', resources: [] });
    expect(violationsOf(night)).toEqual([]);
  });

  it.each([3, 7])(
    'an edited schedule is obeyed by an engine without the rule, which is found out: 19:0%i',
    async (minute) => {
      const found = violationsOf(await rehearse(edited(minute), { replace: obedient }));

      expect(found).toContainEqual(
        expect.objectContaining({
          invariant: 'protectedIsUntouched',
          detail: expect.stringMatching(new RegExp(`acted at 2026-11-16T19:0${minute}.*, which is no slot$`)),
        }),
      );
    },
  );
});

describe('a schedule that somebody switches on', () => {
  const { definition, ...night } = daysOf({
    resources: '  db: { kind: rds-instance, instance: small-db }',
    timeline: [{ at: at(19.9), do: 'edit-schedule', function: 'stop', edit: { enabled: true } }],
    to: 21,
  });
  const withSchedule = (enabled: boolean) => (one: Definition) => ({ ...one, schedule: { ...one.schedule, enabled } });
  const off: Scenario = { ...night, definition: withSchedule(false)(definition) };

  it('a schedule that somebody switches on in an environment whose schedule is off changes nothing', async () => {
    const rehearsal = await rehearse(off);

    expect(rehearsal.reports).toMatchObject([{ action: 'stop', outcome: 'skipped', resources: [] }]);
    expect(violationsOf(rehearsal)).toEqual([]);
  });

  it('a schedule that somebody switches on is obeyed by an engine without the rule, which is found out', async () => {
    const found = violationsOf(await rehearse(off, { replace: defining(withSchedule(true)) }));

    expect(found).toContainEqual(
      expect.objectContaining({ invariant: 'protectedIsUntouched', detail: expect.stringMatching(/is no slot$/) }),
    );
  });
});
