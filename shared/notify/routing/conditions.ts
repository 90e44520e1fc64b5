// Matches a message against the conditions of a route or a rule, and reports the first that does not hold. Pure.

import { fitsPattern } from '#core/name-pattern.ts';
import type { NameAndValue, NotificationFacets } from '#core/notification.ts';
import type { RouteCondition, TimeOfDay } from '#definition/definition.ts';
import type { Notification } from '#notify/sources.ts';
import { isWithin } from './time-of-day.ts';

/** The facts that conditions test. A fact that is missing matches no condition on it. */
export type About = Pick<Notification, 'source' | 'name' | 'severity' | 'state'> &
  Partial<Pick<Notification, 'account' | 'region'>> & { readonly facets?: NotificationFacets };

/** The context of a message: its environment, time and text. The text may hold secrets and is never shown. */
export type Around = {
  readonly environment?: string | undefined;
  readonly timeZone?: string;
  readonly atMs?: number | undefined;
  readonly text?: string;
  readonly accounts?: Readonly<Record<string, string>> | undefined;
};

const fitsOne = (name: string | undefined, patterns: readonly string[]): boolean =>
  name !== undefined && patterns.some((pattern) => fitsPattern(name, pattern));

const anyFits = (names: readonly (string | undefined)[], patterns: readonly string[]): boolean =>
  names.some((name) => fitsOne(name, patterns));

const accountNames = ({ account }: About, { accounts = {} }: Around): (string | undefined)[] =>
  account === undefined ? [] : [account, Object.hasOwn(accounts, account) ? accounts[account] : undefined];

const containsAny = (text: string, phrases: readonly string[]): boolean => {
  const lowerCaseText = text.toLowerCase();
  return phrases.some((phrase) => fitsPattern(lowerCaseText, `*${phrase.toLowerCase()}*`));
};

/** Every name must be present with one of its wanted values. */
const allFit = (
  wanted: Readonly<Record<string, readonly string[]>>,
  found: readonly NameAndValue[] | undefined,
): boolean =>
  Object.entries(wanted).every(([name, patterns]) =>
    anyFits(
      (found ?? []).flatMap((one) => (one.name === name ? [one.value] : [])),
      patterns,
    ),
  );

const isTime = (time: TimeOfDay, { atMs, timeZone = 'UTC' }: Around): boolean =>
  atMs !== undefined && !Number.isNaN(atMs) && isWithin(time, atMs, timeZone);

type Check<K extends keyof RouteCondition> = (
  wanted: NonNullable<RouteCondition[K]>,
  about: About,
  around: Around,
) => boolean;

/** In the order in which conditions are reported. A new key without a check does not compile. */
const checks: { readonly [K in keyof Required<RouteCondition>]: Check<K> } = {
  source: (wanted, about) => wanted.includes(about.source),
  name: (wanted, about) => fitsOne(about.name, wanted),
  severity: (wanted, about) => wanted.includes(about.severity),
  state: (wanted, about) => wanted.includes(about.state),
  budget: (wanted, about) => about.source === 'budget' && fitsOne(about.name, wanted),
  account: (wanted, about, around) => anyFits(accountNames(about, around), wanted),
  region: (wanted, about) => fitsOne(about.region, wanted),
  environment: (wanted, _about, around) => fitsOne(around.environment, wanted),
  namespace: (wanted, { facets }) => anyFits(facets?.namespaces ?? [], wanted),
  topic: (wanted, { facets }) => fitsOne(facets?.topic?.split(':').at(-1), wanted),
  text: (wanted, _about, { text = '' }) => containsAny(text, wanted),
  dimension: (wanted, { facets }) => allFit(wanted, facets?.dimensions),
  tag: (wanted, { facets }) => allFit(wanted, facets?.tags),
  attribute: (wanted, { facets }) => allFit(wanted, facets?.attributes),
  time: (wanted, _about, around) => isTime(wanted, around),
};

const conditionsIn = (when: RouteCondition): (keyof RouteCondition)[] =>
  (Object.keys(checks) as (keyof RouteCondition)[]).filter((key) => when[key] !== undefined);

/** The first condition that does not hold; undefined if all hold. */
export const unmet = (when: RouteCondition, about: About, around: Around): keyof RouteCondition | undefined =>
  conditionsIn(when).find((key) => {
    // The key pairs a check with its value. TypeScript cannot express that for a union.
    const check = checks[key] as Check<keyof RouteCondition>;
    return !check(when[key] as never, about, around);
  });

const conditionText = (key: string, wanted: NonNullable<RouteCondition[keyof RouteCondition]>): string => {
  if (Array.isArray(wanted)) return `${key} is ${wanted.join(' or ')}`;
  if (key === 'time') {
    const { from, to, days } = wanted as TimeOfDay;
    return `time is ${from} to ${to}${days === undefined ? '' : ` on ${days.join(', ')}`}`;
  }
  return Object.entries(wanted as Readonly<Record<string, readonly string[]>>)
    .map(([name, values]) => `${key} ${name} is ${values.join(' or ')}`)
    .join(', ');
};

export const describeCondition = (when: RouteCondition, key: keyof RouteCondition): string =>
  conditionText(key, when[key] as NonNullable<RouteCondition[keyof RouteCondition]>);

/** "source is alarm, tag team is payments". */
export const describeConditions = (when: RouteCondition): string =>
  (Object.keys(when) as (keyof RouteCondition)[]).map((key) => describeCondition(when, key)).join(', ');
