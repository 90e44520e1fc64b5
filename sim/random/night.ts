// From a seed to a night: a random environment in a random world, a night in which things go wrong, and a morning after
// in which everything is repaired and the environment is run by hand once more.
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { isGate } from '#kinds/resource.ts';
import { beginning, defaultNight } from '../scenario/default-night.ts';
import type { Scenario, TimelineEntry } from '../scenario/scenario.ts';
import { worldDefinition } from '../scenario/shared-world.ts';
import { randomAlarms } from './alarms.ts';
import { type Chance, seededChance } from './chance.ts';
import { pick, pickOrNone, several } from './choice.ts';
import { randomDefinition } from './definition.ts';
import { disturbance, repairs } from './disturbances.ts';
import { withEarlyDependencies } from './early.ts';
import { lostAnswers, outage, refusal, schedulerRefusal, storeTrouble, throttling } from './faults.ts';
import {
  asked,
  crash,
  deliveredAgain,
  deliveriesLost,
  deployed,
  held,
  jobRun,
  mutedByHand,
  paused,
  quietHours,
  runByHand,
  scaled,
  scheduleEdited,
  schedulesLost,
  serviceChanged,
  slackDown,
  stateChanged,
  takenOverWhileDead,
} from './people.ts';
import { type Chaos, minuteMs, slotTimes } from './times.ts';
import { withNewVersions } from './versions.ts';
import { withOwnWeeks } from './weeks.ts';
import { randomWorld } from './world.ts';

/** Who runs the environment once everything is repaired. */
export const operator = 'operator';

/** Longer than the longest run. */
const runMinutesMax = 185;

const byHand = (at: number, action: 'start' | 'stop', input: Readonly<Record<string, unknown>>): TimelineEntry => ({
  at,
  do: 'invoke',
  function: action,
  input,
});

/** Without a schedule the night has runs anyway. */
const runsByHand = (definition: Definition, fromMs: number, toMs: number): TimelineEntry[] =>
  slotTimes(definition, { fromMs, toMs }).length > 0
    ? []
    : [
        byHand(fromMs + 30 * minuteMs, 'stop', { requestedBy: 'ana' }),
        byHand(toMs - 60 * minuteMs, 'start', { requestedBy: 'ana' }),
      ];

const chaosOf = (chaos: Chaos, slots: ReturnType<typeof slotTimes>): TimelineEntry[] => {
  const { chance } = chaos;
  /** How much goes wrong is itself a matter of chance: the whole range from a quiet night to a terrible one. */
  const most = (count: number): number => Math.round(count * chance.number('severity'));
  const some = (why: string, count: number, make: () => TimelineEntry | TimelineEntry[]): TimelineEntry[] =>
    several(chance, why, 0, most(count), make).flat();
  return [
    ...some('throttlings', 2, () => throttling(chaos)),
    ...some('outages', 2, () => outage(chaos)),
    ...some('losses of answers', 3, () => lostAnswers(chaos)),
    ...some('refusals', 3, () => refusal(chaos)),
    ...some('troubles of the store', 2, () => storeTrouble(chaos)),
    ...some('disturbances', 5, () => disturbance(chaos)),
    ...some('counts by hand', 4, () => serviceChanged(chaos)),
    ...some('states by hand', 2, () => stateChanged(chaos)),
    ...some('runs by hand', 4, () => runByHand(chaos)),
    ...some('repeated deliveries', 2, () => deliveredAgain(chaos, slots)),
    ...some('lost schedules', 1, () => schedulesLost(chaos, slots)),
    ...some('lost deliveries', 1, () => deliveriesLost(chaos)),
    ...quietHours(chaos, slots),
    ...some('crashes', 4, () => crash(chaos)),
    ...some('takeovers of the dead', 2, () => takenOverWhileDead(chaos)),
    ...some('overrides', 1, () => held(chaos)),
    ...some('deployments', 1, () => deployed(chaos)),
    ...some('questions', 2, () => asked(chaos)),
    ...some('pauses', 1, () => paused(chaos)),
    ...some('scalings', 3, () => scaled(chaos)),
    ...some('silences of Slack', 1, () => slackDown(chaos)),
    ...some('jobs', 3, () => jobRun(chaos)),
    ...some('edits of schedules', 2, () => scheduleEdited(chaos)),
    ...some('refusals of the scheduler', 1, () => schedulerRefusal(chaos)),
  ];
};

/** Everything is repaired; then a stop and a start by hand, or a start alone, must bring the environment up. */
const morningAfter = (chance: Chance, healMs: number): { entries: TimelineEntry[]; toMs: number } => {
  const input = { requestedBy: operator, supersede: true };
  const first = healMs + minuteMs;
  if (chance.happens('start alone', 0.3))
    return { entries: [byHand(first, 'start', input)], toMs: first + runMinutesMax * minuteMs };
  const second = first + runMinutesMax * minuteMs;
  return {
    entries: [byHand(first, 'stop', input), byHand(second, 'start', input)],
    toMs: second + runMinutesMax * minuteMs,
  };
};

/** An ordinary Monday, most of the time; else a Saturday before the clocks of Europe or of the United States change. */
const evenings = [
  ...Array.from({ length: 8 }, () => '2026-11-16'),
  '2026-10-24',
  '2026-10-31',
  '2027-03-13',
  '2027-03-27',
];

const hourMs = 60 * minuteMs;

/** Mostly Curfew has been there for a month; else for hours, or it came a moment ago, or the night begins with the slot before. */
const installation = (
  definition: Definition,
  fromMs: number,
  chance: Chance,
): Pick<Scenario, 'fromMs' | 'installed' | 'installedAtMs'> => {
  if (!chance.happens('installed at another time', 0.12)) return { fromMs };
  const ms = pick(chance, 'installed for', [0, hourMs / 2, 10 * hourMs, 21 * 24 * hourMs]);
  if (ms === 0) return { fromMs, installed: false };
  return { fromMs: beginning(definition, fromMs, ms), installedAtMs: fromMs - ms };
};

const nightIn = (definition: Definition, seed: number, chance: Chance, evening?: string): Scenario => {
  const { fromMs: eveningMs, toMs } = defaultNight(definition, evening);
  const { fromMs, ...installed } = installation(definition, eveningMs, chance);
  const healMs = toMs + Math.round(chance.number('healed after') * 90 * minuteMs);
  const world = randomWorld(definition, chance);
  const slots = slotTimes(definition, { fromMs, toMs });
  const runs = runsByHand(definition, fromMs, toMs);
  const beginnings = [...slots.map(({ ms }) => ms), ...runs.map(({ at }) => at)];
  const chaos: Chaos = { definition, chance, fromMs, healMs, beginnings };
  const night = [...runs, ...chaosOf(chaos, slots)].toSorted((a, b) => a.at - b.at);
  const after = morningAfter(chance, healMs);
  const alarms = randomAlarms(definition, chance);
  const muted = several(chance, 'alarms muted by hand', 0, 2, () => mutedByHand(chaos, alarms)).flat();
  const timeline: TimelineEntry[] = [
    ...[...night, ...muted].toSorted((a, b) => a.at - b.at),
    { at: healMs, do: 'heal' },
    ...repairs(chaos, night),
    // What the environment's own schedule would do now is not what is asked.
    { at: healMs, do: 'lose-schedules', untilMs: after.toMs },
    ...after.entries,
  ];
  const played: Scenario = {
    name: `night ${seed}`,
    definition,
    seed,
    ...installed,
    fromMs,
    toMs: after.toMs,
    world,
    alarms,
    timeline,
  };
  return withNewVersions(played, chaos);
};

const neighbourResourcesMax = 6;

/** Some neighbours name something of the first environment, too, which nobody has noticed. */
const sharing = (neighbour: Definition, { resources }: Definition, chance: Chance): Definition => {
  if (!chance.happens('has something in common', 0.3)) return neighbour;
  const common = pickOrNone(
    chance,
    'what is in common',
    resources.filter((one) => !isGate(one)),
  );
  if (!common) return neighbour;
  const { keptUp: _, leaveAlone: __, ...same } = common;
  return {
    ...neighbour,
    resources: [...neighbour.resources, { ...same, name: 'common' as ResourceName, dependsOn: [] }],
  };
};

/** Another environment in the same account and clusters. */
const withNeighbour = (night: Scenario, chance: Chance, evening: string): Scenario => {
  if (!chance.happens('has a neighbour', 0.06)) return night;
  const called = { environment: 'neighbour', id: 'borealis' };
  const count = chance.integer('resources of a neighbour', 1, neighbourResourcesMax);
  const neighbour = sharing(randomDefinition(chance, evening, count, called), night.definition, chance);
  const world = worldDefinition(night.definition, [neighbour]);
  const own = new Set<string>(night.definition.resources.map(({ name }) => name));
  const theirs = { ...world, resources: world.resources.filter(({ name }) => !own.has(name)) };
  return { ...night, others: [neighbour], world: { ...night.world, ...randomWorld(theirs, chance) } };
};

/** A night of a random environment. The same seed gives the same night. */
export const randomNight = (seed: number): Scenario => {
  const chance = seededChance(seed);
  const evening = pick(chance, 'evening', evenings);
  return withEarlyDependencies(
    withOwnWeeks(withNeighbour(nightIn(randomDefinition(chance, evening), seed, chance, evening), chance, evening)),
  );
};

/** A night of this environment, in a random world with random faults. */
export const randomNightOf = (definition: Definition, seed: number): Scenario =>
  nightIn(definition, seed, seededChance(seed));
