// Mornings of staging whose dependencies are early: what a run makes of what the mornings before it took. Each resource takes about as
// long every morning, and every service needs what it depends on as soon as its tasks run.
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { prerequisites } from '#definition/dependency-graph.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { earlyOf } from '#kinds/resource.ts';
import { longestChainSeconds, trueDurations } from '#sim/invariants/true-durations.ts';
import { type Chance, seededChance } from '#sim/random/chance.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { ResourceWorld, Scenario, TimelineEntry } from '#sim/scenario/scenario.ts';
import { definitionOf } from './atlas.ts';
import { nightOfWeek } from './learned.ts';
import { stagingNight } from './start-nights.ts';

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;

/** Every dependency that may be early is. */
const withEarly = (definition: Definition): Definition => ({
  ...definition,
  resources: definition.resources.map((one) =>
    earlyOf(one.kind) === undefined || one.dependsOn.length === 0 ? one : { ...one, early: one.dependsOn },
  ),
});

/** Starts every day, as nothing is learned from a day without one. */
const daily = ({ schedule, ...definition }: Definition): Definition => ({
  ...definition,
  schedule: { ...schedule, start: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], at: '08:00' } },
});

/** Minutes that a start usually takes, within what the simulated AWS draws. */
const usualMinutes = (kind: string, chance: Chance): number | undefined => {
  if (kind === 'rds-instance') return chance.between('usual start of a database', 5, 12);
  return kind === 'ecs-service' ? chance.between('usual start of a service', 1, 4) : undefined;
};

/** From one morning to the next. */
const varies = 0.05;

const needsOf = (dependsOn: readonly ResourceName[]): Pick<ResourceWorld, 'needs'> => ({
  needs: Object.fromEntries(dependsOn.map((name) => [name, 'running'] as const)),
});

const earlyWeek = (seed: number, mornings: number): Scenario => {
  const chance = seededChance(seed);
  const definition = withEarly(daily(definitionOf('staging')));
  const night = { ...stagingNight(seed), definition };
  const toMs = night.toMs + (mornings - 1) * dayMs;
  const usual = new Map(definition.resources.map(({ name, kind }) => [name, usualMinutes(kind, chance)]));
  const slots = slotsOf(definition, 'start').flatMap((slot) =>
    slotsBetween(slot, definition.timeZone, night.fromMs, toMs),
  );
  const timeline = slots.flatMap((at) =>
    definition.resources.flatMap(({ name }): TimelineEntry[] => {
      const minutes = usual.get(name);
      if (minutes === undefined) return [];
      const startMinutes = minutes * (1 + chance.between('this morning', -varies, varies));
      return [{ at: at - minuteMs, do: 'set', resource: name, facts: { startMinutes } }];
    }),
  );
  const world = Object.fromEntries(
    definition.resources.flatMap(({ name, kind, dependsOn }) =>
      kind === 'ecs-service' ? [[name, needsOf(dependsOn)] as const] : [],
    ),
  );
  return { ...night, toMs, world, timeline };
};

export type EarlyMorning = {
  /** From the slot to all up, as a multiple of the longest chain. */
  readonly ratio: number;
  readonly inVain: number;
  readonly isRight: boolean;
};

/** Each morning of a week. */
export const earlyMornings = async (seed: number, mornings: number): Promise<EarlyMorning[]> => {
  const scenario = earlyWeek(seed, mornings);
  const week = await rehearse(scenario);
  const { resources } = scenario.definition;
  return Array.from({ length: mornings }, (_, day) => {
    const night = nightOfWeek(week, day);
    const report = night.reports.find(({ action }) => action === 'start');
    const seconds =
      report?.scheduledTime === undefined
        ? Number.POSITIVE_INFINITY
        : (Date.parse(report.endedAt) - Date.parse(report.scheduledTime)) / 1_000;
    return {
      ratio: seconds / longestChainSeconds(trueDurations(night, 'start'), prerequisites(resources, 'start')),
      inVain: night.lines.filter(({ event }) => event.type === 'in-vain').length,
      isRight: report?.outcome === 'done' && report.resources.every(({ outcome }) => outcome !== 'failed'),
    };
  });
};
