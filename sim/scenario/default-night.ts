// The night that is rehearsed when no scenario says otherwise: half an hour before a stop until after the next start.
import { Temporal } from 'temporal-polyfill';
import type { Definition } from '#definition/definition.ts';
import { nextSlot, slotsBetween } from '#definition/schedule/slots.ts';
import { lastSlot } from '#definition/schedule/wanted-state.ts';
import type { Scenario } from './scenario.ts';

type Night = Pick<Scenario, 'fromMs' | 'toMs'>;

const hourMs = 3_600_000;

/** A fixed Monday, so that the same seed gives the same trace on every day. */
const monday = '2026-11-16';

const midnight = (date: string, timeZone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone }).epochMilliseconds;

/** The first stop that is followed by a start within a day; without both, a day around whichever slot there is. */
export const defaultNight = ({ schedule, timeZone }: Definition, date = monday): Night => {
  const { start, stop } = schedule;
  const from = midnight(date, timeZone);
  const first = stop ?? start;
  let slot = first && nextSlot(first, timeZone, from);
  for (let day = 0; stop && start && slot !== undefined && day < 7; day++) {
    const up = nextSlot(start, timeZone, slot);
    if (up !== undefined && up - slot <= 24 * hourMs) return { fromMs: slot - hourMs / 2, toMs: up + hourMs };
    slot = nextSlot(stop, timeZone, slot);
  }
  const around = slot ?? from + 24 * hourMs;
  return { fromMs: around - hourMs / 2, toMs: around + 12 * hourMs };
};

/**
 * With Curfew installed for longer than since the last slot, the night begins half an hour before that slot: what Curfew
 * remembers, and how the first tick finds things, is what that run left behind.
 */
export const beginning = ({ schedule, timeZone }: Definition, fromMs: number, installedForMs: number): number => {
  const sinceMs = fromMs - installedForMs;
  const slots = [schedule.start, schedule.stop].flatMap((slot) =>
    slot && schedule.enabled ? slotsBetween(slot, timeZone, Math.max(sinceMs, fromMs - 7 * 24 * hourMs), fromMs) : [],
  );
  const last = Math.max(...slots.filter((ms) => ms < fromMs));
  return slots.length === 0 ? fromMs : Math.max(sinceMs, Math.min(fromMs, last - hourMs / 2));
};

/**
 * Everything is up when the night begins. Where the schedule would have had it down by then, Curfew is installed only now: a first
 * rehearsal is not to begin with a complaint about a stop from before.
 */
const installation = (definition: Definition, { fromMs }: Night): Pick<Scenario, 'installedAtMs'> =>
  lastSlot(definition, fromMs)?.action === 'stop' ? { installedAtMs: fromMs } : {};

/** How a night begins for whose environment Curfew has been there for so long, or as long as the scenario leaves open. */
export const installedFor = (
  definition: Definition,
  fromMs: number,
  ms?: number,
): Partial<Pick<Scenario, 'fromMs' | 'installedAtMs'>> => {
  if (ms === undefined) return {};
  const beginsAt = beginning(definition, fromMs, ms);
  const installed = { fromMs: beginsAt, installedAtMs: fromMs - ms };
  return beginsAt < fromMs
    ? { ...installed, ...installation(definition, { fromMs: beginsAt, toMs: fromMs }) }
    : installed;
};

/** One ordinary night of an environment: everything up and healthy, durations drawn from the seed. */
export const ordinaryNight = (definition: Definition, seed: number): Scenario => ({
  name: `a night of ${definition.environment}`,
  definition,
  seed,
  ...defaultNight(definition),
  ...installation(definition, defaultNight(definition)),
  world: {},
  alarms: [],
  timeline: [],
});
