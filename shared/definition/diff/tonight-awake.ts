// What changed weeks of resources mean for the coming hours, and the hold that stands above all of it, in sentences. Pure.
import { isDeepStrictEqual } from 'node:util';
import { someNames } from '#core/bytes.ts';
import type { Override } from '#core/override.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '../definition.ts';
import type { AwakeTime } from '../schedule/awake.ts';
import { awakeAhead } from '../schedule/awake-ahead.ts';
import { overrideInForce } from '../schedule/wanted-state.ts';
import { fullClock, spanText } from './times.ts';

const dayMs = 24 * 3_600_000;
/** A week of its own comes back within so many days, a day of the month within more than sixty. */
const lookAheadMs = 70 * dayMs;
const namesMax = 5;

type Versions = { readonly before: Definition; readonly after: Definition; readonly nowMs: number };

/** What is open, and what comes next. */
const soon = (definition: Definition, name: ResourceName, nowMs: number): AwakeTime[] => {
  const resources = definition.resources.filter((one) => one.name === name && one.awakeOn !== undefined);
  if (resources.length === 0) return [];
  const all = awakeAhead({ ...definition, resources }, { fromMs: nowMs, toMs: nowMs + lookAheadMs });
  const next = all.find(({ fromMs }) => fromMs > nowMs);
  return [...all.filter(({ fromMs }) => fromMs <= nowMs), ...(next ? [next] : [])];
};

const keyOf = ({ fromMs, untilMs }: AwakeTime, nowMs: number): string =>
  JSON.stringify([Math.max(fromMs, nowMs), untilMs]);

const windowText = ({ fromMs, untilMs }: AwakeTime, { after: { timeZone }, nowMs }: Versions): string => {
  if (untilMs === undefined) return 'always awake from now on: a stop leaves it up';
  const until = fullClock(untilMs, nowMs, timeZone);
  return fromMs <= nowMs
    ? `awake now, until ${until}`
    : `awake from ${fullClock(fromMs, nowMs, timeZone)} to ${until}, in ${spanText(fromMs - nowMs)}`;
};

/** All that decides about its week: to work it out takes longer than to compare that. */
const weekOf = ({ resources, calendars, timeZone, schedule: { enabled } }: Definition, name: ResourceName) => {
  const awakeOn = resources.find((one) => one.name === name)?.awakeOn;
  return awakeOn === undefined ? undefined : { awakeOn, calendars, timeZone, enabled };
};

/** As said of one resource, without its name. */
const saidOf = (name: ResourceName, versions: Versions): string[] => {
  const { before, after, nowMs } = versions;
  if (isDeepStrictEqual(weekOf(before, name), weekOf(after, name))) return [];
  const [old, next] = [soon(before, name, nowMs), soon(after, name, nowMs)];
  const isOpen = (all: readonly AwakeTime[]): boolean => all.some(({ fromMs }) => fromMs <= nowMs);
  const known = new Set(old.map((one) => keyOf(one, nowMs)));
  const isSame = old.length === next.length && next.every((one) => known.has(keyOf(one, nowMs)));
  if (isSame) return [];
  const ended = isOpen(old) && !isOpen(next) ? ['awake no longer: it goes with the environment within 15 minutes'] : [];
  return [...ended, ...next.map((one) => windowText(one, versions))];
};

/** Nothing where no week of a resource is another one. */
export const tonightAwake = (versions: Versions): string[] => {
  const { before, after } = versions;
  if (!after.schedule.enabled) return [];
  const names = new Set([...before.resources, ...after.resources].map(({ name }) => name));
  const kept = new Set(after.resources.map(({ name }) => name));
  const said = [...names]
    .filter((name) => kept.has(name))
    .flatMap((name) => saidOf(name, versions).map((text) => ({ name, text })));
  return [...Map.groupBy(said, ({ text }) => text)].map(([text, all]) => {
    const who = someNames(
      all.map(({ name }) => name),
      namesMax,
    );
    return `${who} ${all.length === 1 ? 'is' : 'are'} ${text}`;
  });
};

/** For whoever reads what is to come: until its end nothing of it against the hold happens. */
export const holdNow = (overrides: readonly Override[], { after: { timeZone }, nowMs }: Versions): string[] => {
  const override = overrideInForce(overrides, nowMs);
  if (!override) return [];
  const { hold, until, by, why } = override;
  return [`until ${fullClock(until, nowMs, timeZone)} it is held ${hold} by ${by}: ${why}`];
};
