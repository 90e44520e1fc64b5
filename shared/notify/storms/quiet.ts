// What is counted instead of posted because people said so for a while, or because an alarm that is its cause was posted. Pure.
import { fitsPattern } from '#core/name-pattern.ts';
import { isSilent, type Silence } from '#core/silence.ts';
import type { Definition } from '#definition/definition.ts';
import { awsNameOf } from '#kinds/resource.ts';
import { childNames } from '#notify/sources/cloudwatch-alarm/children.ts';
import type { Notification } from '#notify/sources.ts';

/** `key`: under which it is counted; `name` and `why` are for people. */
export type Quiet = {
  readonly key: string;
  readonly name: string;
  readonly why: string;
  readonly fromMs: number;
  /** Of a silence; an inhibition lasts as long as its alarm. */
  readonly untilMs?: number;
};

/** Our own reports are never silenced: they say what became of the environment. */
export const silencedBy = (
  { source, name }: Pick<Notification, 'source' | 'name'>,
  silences: readonly Silence[],
  atMs: number,
): Quiet | undefined => {
  if (source === 'curfew') return undefined;
  const found = silences.find((one) => isSilent(one, atMs) && fitsPattern(name, one.pattern));
  return (
    found && {
      ...{ key: `silence|${found.id}`, name: found.pattern, why: `silenced by ${found.by}: ${found.why}` },
      ...{ fromMs: found.from, untilMs: found.until },
    }
  );
};

/** An alarm that is in alarm, and what it silences meanwhile. */
type Inhibitor = {
  readonly about: string;
  readonly name: string;
  readonly sinceMs: number;
  /** Names of alarms, patterns of names, and what AWS calls the resources. */
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly identities: readonly string[];
};

export type Inhibitors = { readonly active: readonly Inhibitor[] };

const inhibitorsMax = 100;
/** Not every alarm reports that it is OK again. */
const staleMs = 24 * 3_600_000;

/** Of everything that depends on what an alarm is about, directly or not. */
const dependentsOf = ({ resources }: Pick<Definition, 'resources'>, about: readonly string[]): string[] => {
  const found = new Set(resources.filter((one) => about.includes(awsNameOf(one))).map(({ name }) => name));
  const roots = new Set(found);
  for (let grew = true; grew; ) {
    const more = resources.filter(({ name, dependsOn }) => !found.has(name) && dependsOn.some((one) => found.has(one)));
    for (const { name } of more) found.add(name);
    grew = more.length > 0;
  }
  return resources.filter(({ name }) => found.has(name) && !roots.has(name)).map(awsNameOf);
};

const whatItSilences = (
  { name, detail, resources }: Notification,
  definition: Definition,
): Pick<Inhibitor, 'names' | 'patterns' | 'identities'> | undefined => {
  const { dependents, children, alarms = [] } = definition.notifications.inhibits ?? {};
  const silenced = {
    names: children && detail.kind === 'composite-alarm' ? childNames(detail) : [],
    patterns: alarms.flatMap((one) => (one.while.some((pattern) => fitsPattern(name, pattern)) ? one.silences : [])),
    identities: dependents ? dependentsOf(definition, resources) : [],
  };
  return Object.values(silenced).some((all) => all.length > 0) ? silenced : undefined;
};

const silences = ({ names, patterns, identities }: Inhibitor, { name, resources }: Notification): boolean =>
  names.includes(name) ||
  patterns.some((pattern) => fitsPattern(name, pattern)) ||
  resources.some((one) => identities.includes(one));

const inhibitionKey = ({ about, sinceMs }: Pick<Inhibitor, 'about' | 'sinceMs'>): string =>
  `inhibit|${about}|${sinceMs}`;

export const isActive = (inhibitors: Inhibitors | undefined, key: string, nowMs: number): boolean =>
  (inhibitors?.active ?? []).some((one) => inhibitionKey(one) === key && nowMs - one.sinceMs < staleMs);

/**
 * Keeps which alarm silences which, and says which silences this one. An end is never silenced: people who got the alarm must get
 * its end.
 */
export const noteInhibition = (
  before: Inhibitors | undefined,
  notification: Notification,
  definition: Definition,
  atMs: number,
): { readonly state: Inhibitors | undefined; readonly decision: Quiet | undefined } => {
  const { about, name, state } = notification;
  const fresh = (before?.active ?? []).filter(({ sinceMs }) => atMs - sinceMs < staleMs);
  const known = fresh.find((one) => one.about === about);
  const others = fresh.filter((one) => one.about !== about);
  const silenced = state === 'alarm' ? whatItSilences(notification, definition) : undefined;
  const own = silenced && { about, name, sinceMs: known?.sinceMs ?? atMs, ...silenced };
  const active = own ? [...others, own].slice(-inhibitorsMax) : others;
  const isSame = before !== undefined && JSON.stringify(before.active) === JSON.stringify(active);
  const by = state === 'ok' ? undefined : others.find((one) => silences(one, notification));
  const decision = by && {
    ...{ key: inhibitionKey(by), name: by.name, why: `because ${by.name} is in alarm`, fromMs: by.sinceMs },
  };
  return { state: isSame || (before === undefined && active.length === 0) ? before : { active }, decision };
};

/** Under which what is silenced or inhibited is counted, unlike the run of a planned downtime. */
export const isQuietKey = (key: string): boolean => /^(?:silence|inhibit)\|/.test(key);
