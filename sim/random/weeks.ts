// Some random environments have resources with a week of their own, or databases that attend their maintenance windows, and people who
// start or stop some resources alone. Drawn apart from the rest of a night, which stays as it is without them.
import { Temporal } from 'temporal-polyfill';
import type { AwakeSlot, ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import type { ResourceWorld, Scenario, TimelineEntry } from '../scenario/scenario.ts';
import { type Chance, seededChance } from './chance.ts';
import { pick, pickOrNone, several } from './choice.ts';
import { type Chaos, minuteMs, momentOf, slotTimes } from './times.ts';

/** Far from the seeds of nights and of what else is drawn apart. */
const apart = 11_000_027;

/** What a night is made of: when it goes down and up, and when everything is repaired. */
type Hours = { readonly stopMs: number; readonly startMs: number; readonly healMs: number };

const hoursOf = ({ definition, fromMs, toMs, timeline }: Scenario): Hours => {
  const healMs = timeline.find((entry) => entry.do === 'heal')?.at ?? toMs;
  const slots = slotTimes(definition, { fromMs, toMs: healMs });
  const stopMs = slots.find(({ action }) => action === 'stop')?.ms ?? fromMs + 30 * minuteMs;
  const startMs = slots.find(({ action, ms }) => action === 'start' && ms > stopMs)?.ms ?? healMs - 60 * minuteMs;
  return { stopMs, startMs, healMs };
};

type Span = readonly [fromMs: number, untilMs: number];

/** In the night, around its beginning or its end, all of it, or to the minute from the one to the other. */
const spanOf = ({ stopMs, startMs }: Hours, chance: Chance): Span => {
  const minutes = (why: string, least: number, most: number): number => chance.integer(why, least, most) * minuteMs;
  const length = Math.max(60 * minuteMs, startMs - stopMs);
  const within = stopMs + Math.round(chance.number('awake in the night') * length);
  return pick<Span>(chance, 'when it is awake', [
    [within, within + minutes('awake for', 15, 150)],
    [within, within + minutes('awake for', 15, 150)],
    [stopMs - minutes('before the stop', 1, 90), stopMs + minutes('after the stop', 1, 180)],
    [startMs - minutes('before the start', 1, 120), startMs + minutes('after the start', 1, 60)],
    [stopMs - minutes('before the stop', 1, 90), startMs + minutes('after the start', 1, 60)],
    [stopMs, startMs],
    [stopMs + minutes('soon', 1, 10), stopMs + minutes('soon over', 11, 40)],
  ]);
};

const slotOf = ([fromMs, untilMs]: Span, timeZone: string): AwakeSlot => {
  const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const clock = (ms: number): string => at(ms).toPlainTime().toString({ smallestUnit: 'minute' });
  const day = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][at(fromMs).dayOfWeek - 1] ?? 'mon';
  return { days: [day], from: clock(fromMs), until: clock(untilMs) };
};

const weekOf = (definition: Definition, hours: Hours, chance: Chance): Resource['awakeOn'] =>
  chance.happens('always awake', 0.1)
    ? 'always'
    : several(chance, 'times awake', 1, 2, () => slotOf(spanOf(hours, chance), definition.timeZone));

/** In UTC, to the minute, half an hour long, as AWS has them. */
const windowOf = ({ stopMs, startMs }: Hours, chance: Chance): string => {
  const length = Math.max(60 * minuteMs, startMs - stopMs);
  const fromMs = stopMs + Math.round(chance.between('maintenance window', -0.1, 1) * length);
  const text = (ms: number): string => {
    const at = new Date(ms);
    const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][at.getUTCDay()];
    return `${day}:${at.toISOString().slice(11, 16)}`;
  };
  return `${text(fromMs)}-${text(fromMs + 30 * minuteMs)}`;
};

type More = { readonly fields: Partial<Resource>; readonly world?: ResourceWorld };

const isDatabase = ({ kind }: Resource): boolean => kind === 'rds-instance' || kind === 'aurora-cluster';

const weeksOf = ({ definition }: Scenario, hours: Hours, chance: Chance): ReadonlyMap<string, More> => {
  const more = new Map<string, More>();
  const awake = several(chance, 'weeks of their own', 1, 2, () =>
    pickOrNone(chance, 'who has its own week', definition.resources),
  );
  for (const one of awake)
    if (one) more.set(one.name, { fields: { awakeOn: weekOf(definition, hours, chance) } as Partial<Resource> });
  const database = pickOrNone(chance, 'who attends', definition.resources.filter(isDatabase));
  if (!database || !chance.happens('attends', 0.5)) return more;
  const { fields } = more.get(database.name) ?? { fields: {} };
  const minutes = chance.integer('maintenance takes', 1, 90);
  // Members of a simulated cluster have no maintenance that shows.
  const takes = database.kind === 'rds-instance' ? { maintenanceMinutes: minutes } : {};
  more.set(database.name, {
    fields: { ...fields, maintenance: 'attend' } as Partial<Resource>,
    world: { maintenanceWindow: windowOf(hours, chance), ...takes },
  });
  return more;
};

/** In every version, where it is still called the same. */
const withFields = (definition: Definition, more: ReadonlyMap<string, More>): Definition => ({
  ...definition,
  resources: definition.resources.map((one) => ({ ...one, ...more.get(one.name)?.fields }) as Resource),
});

const withWeeks = (night: Scenario, hours: Hours, chance: Chance): Scenario => {
  const more = weeksOf(night, hours, chance);
  const world = { ...night.world };
  for (const [name, one] of more) if (one.world) world[name] = { ...world[name], ...one.world };
  return {
    ...night,
    world,
    definition: withFields(night.definition, more),
    timeline: night.timeline.map((entry) =>
      entry.do === 'redefine' ? { ...entry, definition: withFields(entry.definition, more) } : entry,
    ),
  };
};

const namesOf = ({ resources }: Definition, chance: Chance): ResourceName[] => [
  ...new Set(several(chance, 'names', 1, 2, () => pick(chance, 'whose name', resources).name)),
];

/** Somebody starts or stops some resources alone; the run may die, or be taken over. */
const visit = (chaos: Chaos): TimelineEntry[] => {
  const { chance, definition, healMs } = chaos;
  const at = momentOf(chaos, 'visit');
  const action = pick(chance, 'visit', ['start', 'start', 'stop'] as const);
  const input = {
    requestedBy: 'eva',
    only: namesOf(definition, chance),
    supersede: chance.happens('visit takes over', 0.5),
    ...(chance.happens('only asks', 0.1) ? { dryRun: true } : {}),
  };
  const entries: TimelineEntry[] = [{ at, do: 'invoke', function: action, input }];
  if (chance.happens('visit dies', 0.15))
    entries.unshift({ at, do: 'crash', function: action, afterCalls: chance.integer('visit dies after', 1, 25) });
  const endMs = Math.round(at + chance.between('visit ends after', 1, 120) * minuteMs);
  if (chance.happens('visit ends', 0.4) && endMs < healMs)
    entries.push({ at: endMs, do: 'invoke', function: action === 'start' ? 'stop' : 'start', input });
  return entries;
};

/** Mostly while something begins or ends, also the weeks of resources of their own. */
const withVisits = (night: Scenario, { stopMs, startMs, healMs }: Hours, chance: Chance): Scenario => {
  const { definition, fromMs } = night;
  const asked = night.timeline.flatMap((entry) => (entry.do === 'invoke' && entry.at < healMs ? [entry.at] : []));
  const quiet = Math.round((stopMs + startMs) / 2);
  const chaos: Chaos = { definition, chance, fromMs, healMs, beginnings: [stopMs, startMs, quiet, quiet, ...asked] };
  const visits = several(chance, 'visits', 1, 3, () => visit(chaos)).flat();
  return { ...night, timeline: [...night.timeline, ...visits].toSorted((a, b) => a.at - b.at) };
};

/** The same night with weeks of their own, attended windows, and runs of some resources, if chance wants some. */
export const withOwnWeeks = (drawn: Scenario): Scenario => {
  const chance = seededChance(drawn.seed + apart);
  const hours = hoursOf(drawn);
  const night = chance.happens('has weeks of their own', 0.25) ? withWeeks(drawn, hours, chance) : drawn;
  return chance.happens('has runs of some resources', 0.25) ? withVisits(night, hours, chance) : night;
};
