// Ordinary nights whose starts are measured: nothing goes wrong in them, durations are the simulated AWS's own.

import type { Report } from '#core/report.ts';
import type { Definition, WeeklySlot } from '#definition/definition.ts';
import { slotList } from '#definition/schedule/slot-list.ts';
import { type TrueDurations, trueDurations } from '#sim/invariants/true-durations.ts';
import { seededChance } from '#sim/random/chance.ts';
import { randomDefinition } from '#sim/random/definition.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { definitionOf } from './atlas.ts';

const monday = '2026-11-16';
const threeHours = 3 * 3_600;

const atItsHour = ({ notBefore: _, ...slot }: WeeklySlot): WeeklySlot => slot;

/** One slot alone, so that no other start is at work, and one that is to be ready by an hour begins at that hour. */
const beginningAtItsSlot = ({ start, ...schedule }: Definition['schedule']): Definition['schedule'] =>
  start ? { ...schedule, start: slotList(start).slice(0, 1).map(atItsHour) } : schedule;

/**
 * Opens the next morning, begins at its slot and gives nothing up: how long a start takes is asked, not when it has to begin nor
 * whether it was patient enough.
 */
const patient = ({ budgetGuard: _, ...definition }: Definition): Definition => ({
  ...definition,
  calendars: [],
  schedule: beginningAtItsSlot(definition.schedule),
  resources: definition.resources.map((one) => ({ ...one, deadlineSeconds: { start: threeHours, stop: threeHours } })),
});

/** A random environment of so many resources, or of 5 to 60. */
export const randomEnvironmentNight = (seed: number, count?: number): Scenario => {
  const chance = seededChance(seed);
  const size = count ?? chance.integer('size', 5, 60);
  return ordinaryNight(patient(randomDefinition(chance, monday, size)), seed);
};

export const stagingNight = (seed: number): Scenario => ordinaryNight(definitionOf('staging'), seed);

type Start = {
  readonly rehearsal: Rehearsal;
  readonly report: Report;
  /** From the slot to all ready. */
  readonly seconds: number;
  readonly durations: TrueDurations;
};

/** The start of a night. Throws if it does not bring everything up: a time to ready would mean nothing. */
export const playStart = async (night: Scenario): Promise<Start> => {
  const rehearsal = await rehearse(night);
  const report = rehearsal.reports.find(({ action }) => action === 'start');
  if (report?.outcome !== 'done' || report.scheduledTime === undefined)
    throw new Error(`${night.name}, seed ${night.seed}: the start ended ${report?.outcome ?? 'not at all'}`);
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.scheduledTime)) / 1_000;
  return { rehearsal, report, seconds, durations: trueDurations(rehearsal, 'start') };
};
