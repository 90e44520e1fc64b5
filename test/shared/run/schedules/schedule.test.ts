import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firings } from '#core/aws-schedule.ts';
import type { MonthDay, WeeklySlot } from '#definition/definition.ts';
import { ordinals, slotsBetween, weekdays } from '#definition/schedule/slots.ts';
import { parseRunEvent } from '#functions/run-event.ts';
import { deviations, expressionsOf, schedulesOf } from '#run/schedules/schedule.ts';
import { definitionOf, service } from '#test/support/definitions.ts';

const targets = {
  runs: { start: 'arn:start:live', stop: 'arn:stop:live' },
  role: 'arn:role',
  deadLetters: 'arn:queue',
};
const definition = definitionOf([service('shop')]);
const nowMs = Date.parse('2026-11-16T12:00Z');
const [stop] = schedulesOf(definition, targets, nowMs).stop;

describe('the schedules of a definition', () => {
  it.each<[WeeklySlot, string]>([
    [{ days: ['sat', 'sun'], at: '00:05' }, 'cron(5 0 ? * SAT,SUN *)'],
    [{ days: ['mon'], at: '23:59' }, 'cron(59 23 ? * MON *)'],
    [{ days: ['sun', 'sat', 'fri', 'thu', 'wed', 'tue', 'mon'], at: '09:00' }, 'cron(0 9 * * ? *)'],
  ])('a schedule of %o is %s', (slot, expression) => {
    expect(expressionsOf(slot)).toEqual([expression]);
  });

  it('a schedule follows time, zone and toggle of the definition, and gives up long before the opposite one could be overtaken', () => {
    expect(stop).toMatchObject({
      name: 'stop-1',
      timeZone: definition.timeZone,
      enabled: definition.schedule.enabled,
      target: 'arn:stop:live',
      retryAttempts: 3,
      maxAgeSeconds: 900,
    });
    const off = { ...definition, schedule: { ...definition.schedule, enabled: false } };
    expect(schedulesOf(off, targets, nowMs).stop[0]?.enabled).toBe(false);
  });

  it('an action that the definition does not schedule has no schedule', () => {
    const { start: _start, ...schedule } = definition.schedule;

    expect(schedulesOf({ ...definition, schedule }, targets, nowMs).start).toEqual([]);
  });

  it('a schedule sends an event that the function accepts, with the time it was due', () => {
    // Whoever finds it in the dead-letter queue knows whose it is.
    expect(JSON.parse(stop?.input ?? '')).toMatchObject({ function: 'stop' });
    const sent = stop?.input.replace('<aws.scheduler.scheduled-time>', '2026-11-20T23:00:00Z') ?? '';

    expect(parseRunEvent(JSON.parse(sent))).toMatchObject({
      environment: definition.environment,
      requestedBy: 'schedule',
      scheduledTime: '2026-11-20T23:00:00.000Z',
      supersede: false,
      dryRun: false,
    });
  });

  it.each([
    ['another time', { expression: 'cron(0 21 * * ? *)' }, /^cron\(0 21 \* \* \? \*\) instead of cron/],
    ['another zone', { timeZone: 'UTC' }, /^UTC instead of/],
    ['switched off', { enabled: false }, /^disabled$/],
    ['another function', { target: 'arn:other' }, /^another target$/],
    ['other retries', { retryAttempts: 185 }, /^other retries$/],
    ['another input', { input: '{}' }, /^another input$/],
  ])('what somebody made of a schedule is said: %s', (_what, change, says) => {
    if (!stop) throw new Error('no stop');
    expect(deviations({ ...stop, ...change }, stop)).toEqual([expect.stringMatching(says)]);
    expect(
      deviations(
        { ...stop, input: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(stop.input)).reverse())) },
        stop,
      ),
    ).toEqual([]);
  });
});

describe('the expressions of a slot', () => {
  const day = fc.constantFrom(...weekdays);
  const monthDay: fc.Arbitrary<MonthDay> = fc.oneof(
    fc.integer({ min: 1, max: 31 }),
    fc.constant('last day' as const),
    fc.tuple(fc.constantFrom(...ordinals), day).map(([nth, on]) => `${nth} ${on}` as const),
  );
  const days = fc.oneof(
    fc.record({ days: fc.uniqueArray(day, { minLength: 1 }) }),
    fc.record({ days: fc.constant([]), on: fc.uniqueArray(monthDay, { minLength: 1, maxLength: 4 }) }),
  );
  const zones = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

  it('the expressions of a slot fire exactly at the slot, and never twice', () => {
    const [afterMs, untilMs] = [Date.parse('2026-02-20T00:00Z'), Date.parse('2026-04-20T00:00Z')];
    fc.assert(
      fc.property(days, time, zones, (on, at, timeZone) => {
        const slot: WeeklySlot = { ...on, at };
        const fired = expressionsOf(slot).flatMap(
          (one) => firings(one, timeZone, { afterMs, untilMs }) ?? [Number.NaN],
        );

        expect([...new Set(fired)].toSorted()).toEqual(slotsBetween(slot, timeZone, afterMs + 1, untilMs));
      }),
      { numRuns: 60 },
    );
  });
});
