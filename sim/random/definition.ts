// A random environment: 1 to 60 resources of the kinds below in a random acyclic graph. It goes through the schema of
// the definition files, so that it is one that an operator could have written, with every default filled in.
import { Temporal } from 'temporal-polyfill';
import type { Definition } from '#definition/definition.ts';
import { environmentFile } from '#definition/schema.ts';
import { toDefinition } from '#definition/to-definition.ts';
import { rehearsalOf, rehearsedKinds } from '../kinds.ts';
import type { Chance } from './chance.ts';
import { pick, several } from './choice.ts';

const resourcesMax = 60;
/** A family that some stops wait for; of another one nobody has heard. */
export const nightlyJob = 'nightly-report';
/** Each as often as its weight says: nearly half of an environment are services. */
const drawnKinds = rehearsedKinds.flatMap((kind) =>
  Array.from({ length: rehearsalOf(kind).random.weight }, () => kind),
);

/** Depends on up to three of the resources before it, more often on those that came last: chains as well as fans. */
const dependencies = (index: number, names: readonly string[], chance: Chance): string[] => {
  if (index === 0 || chance.happens('root', 0.25)) return [];
  const near = () => names[Math.max(0, index - 1 - Math.floor(chance.number('near') ** 2 * index))] ?? '';
  return [...new Set(several(chance, 'dependencies', 1, 3, near))].filter((name) => name !== '');
};

/** Small ones are more likely: they play faster, and most of what can go wrong needs only a few resources. */
const drawnCount = (chance: Chance): number => 1 + Math.floor(chance.number('number of resources') ** 5 * resourcesMax);

const resources = (chance: Chance, count: number, id: string): Record<string, unknown> => {
  const drawn = Array.from({ length: count }, (_, index) => {
    const kind = pick(chance, 'kind', drawnKinds);
    return { kind, name: `${rehearsalOf(kind).random.prefix}-${index + 1}` };
  });
  const names = drawn.map(({ name }) => name);
  return Object.fromEntries(
    drawn.map(({ kind, name }, index) => [
      name,
      {
        kind,
        ...rehearsalOf(kind).random.fields(`${id}-${name}`, chance),
        dependsOn: dependencies(index, names, chance),
        deadlineMinutes: { start: chance.integer('deadline', 20, 30), stop: chance.integer('deadline', 20, 30) },
        optional: chance.happens('optional', 0.1),
        ...(chance.happens('left alone', 0.04) ? { leaveAlone: 'its owner keeps it to himself' } : {}),
      },
    ]),
  );
};

const timeAt = (chance: Chance, why: string, firstHour: number, lastHour: number): string => {
  const hour = String(chance.integer(`${why} hour`, firstHour, lastHour)).padStart(2, '0');
  return `${hour}:${String(chance.integer(`${why} minute`, 0, 59)).padStart(2, '0')}`;
};

/** To be ready by the time at which it would have begun; it wakes some hours before. */
const readyBy = (chance: Chance, { days, at }: { readonly days: string; readonly at: string }) => {
  const hour = Math.max(0, Number(at.slice(0, 2)) - chance.integer('not before', 1, 3));
  return { days, readyBy: at, notBefore: `${String(hour).padStart(2, '0')}:00` };
};

/** A week with another hour for its end, or one with a day of the month, beside the usual form of one slot. */
const slotForms = <S extends { readonly days: string; readonly at: string }>(chance: Chance, why: string, slot: S) => {
  if (why === 'start' && chance.happens('ready by', 0.15)) return readyBy(chance, slot);
  if (!chance.happens(`several slots: ${why}`, 0.2)) return slot;
  const { days, ...rest } = slot;
  const [week, end] = [{ ...rest, days: 'mon-thu' }, days === 'weekdays' ? 'fri' : 'fri-sun'];
  // Within the hour, so that starts remain in the morning.
  const other = `${slot.at.slice(0, 3)}${String((Number(slot.at.slice(3)) + chance.integer(`${why} other`, 1, 59)) % 60).padStart(2, '0')}`;
  const monthly = chance.happens(`day of the month: ${why}`, 0.3)
    ? [{ ...rest, at: other, on: ['last day', 'third tue', 17] }]
    : [];
  return [week, { ...rest, days: end }, ...monthly];
};

/** Of Systems Manager, as it was read the last time: closed tomorrow or not, or never read. */
const changeCalendar = (chance: Chance, tomorrow: string): Record<string, unknown> => ({
  changeCalendar: 'random-freeze',
  ...pick<Record<string, unknown>>(chance, 'read so far', [
    {},
    { days: [] },
    { days: [{ date: tomorrow, name: 'a freeze' }] },
  ]),
});

/** Days around the night of a rehearsal are closed in some environments, by one calendar or two. */
const calendars = (chance: Chance, evening: string): Record<string, unknown> => {
  const day = Temporal.PlainDate.from(evening);
  const [next, after] = [day.add({ days: 1 }).toString(), day.add({ days: 2 }).toString()];
  return {
    ...(chance.happens('closed', 0.1) ? { country: [{ date: next, name: 'a holiday' }] } : {}),
    ...(chance.happens('closed by the company', 0.1)
      ? { company: [{ from: evening, to: after, name: 'inventory' }] }
      : {}),
    ...(chance.happens('opened', 0.1)
      ? { works: [{ date: next, name: 'stocktaking', open: pick(chance, 'opened like', ['mon', 'fri']) }] }
      : {}),
    ...(chance.happens('half day', 0.1)
      ? { early: [{ date: next, name: 'party', until: timeAt(chance, 'half day', 8, 9) }] }
      : {}),
    ...(chance.happens('change calendar', 0.1) ? { freeze: changeCalendar(chance, next) } : {}),
  };
};

/** Always above its budget, or never; whose working hours are shorter or longer than the schedule. */
const guard = (chance: Chance): Record<string, unknown> => ({
  monthlyUsd: pick(chance, 'budget', [1, 1, 1, 1_000_000]),
  workingHours: {
    days: pick(chance, 'working days', ['weekdays', 'every day']),
    from: timeAt(chance, 'work begins', 5, 9),
    to: timeAt(chance, 'work ends', 16, 21),
  },
  hold: chance.happens('budget holds', 0.8),
});

/** What it is called, and what the names of its things in AWS begin with. */
type Called = { readonly environment: string; readonly id: string };

/** With as many resources as chance wants, unless a count is given. */
export const randomDefinition = (
  chance: Chance,
  evening: string,
  count = drawnCount(chance),
  { environment, id }: Called = { environment: 'random', id: 'atlas' },
): Definition =>
  toDefinition(
    environmentFile.parse({
      environment,
      region: 'us-east-1',
      timeZone: pick(chance, 'zone', ['America/Fortaleza', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'UTC']),
      schedule: {
        enabled: true,
        toleranceMinutes: pick(chance, 'tolerance', [15, 90, 240]),
        start: slotForms(chance, 'start', {
          days: pick(chance, 'days', ['weekdays', 'every day']),
          // Some in the hour that a clock change leaves out or repeats.
          at: chance.happens('small hours', 0.15) ? timeAt(chance, 'start', 1, 3) : timeAt(chance, 'start', 5, 7),
        }),
        stop: slotForms(chance, 'stop', {
          days: 'every day',
          at: timeAt(chance, 'stop', 19, 22),
          ...(chance.happens('lets jobs finish', 0.25)
            ? { waitFor: { tasks: [nightlyJob], minutes: chance.integer('minutes for jobs', 1, 60) } }
            : {}),
        }),
      },
      calendars: calendars(chance, evening),
      ...(chance.happens('budget guard', 0.1) ? { budgetGuard: guard(chance) } : {}),
      whileDown: pick(chance, 'while down', ['report', 'report', 'enforce']),
      notifications: {
        slack: { channel: '#random', webhookSecret: 'random/slack-webhook' },
        topics: ['random-alarms'],
      },
      alarms: { mute: [`${id}-*`], graceMinutes: pick(chance, 'grace', [1, 10, 45]) },
      resources: resources(chance, count, id),
    }),
  );
