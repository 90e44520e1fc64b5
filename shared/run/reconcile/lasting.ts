// Which of what is wrong is news: a report lasts as long as the problem, and a problem that was solved for a while and returns is
// reported again. Pure.
import type { Lasting } from '#core/lasting.ts';

/** Right at two ticks in a row: what comes and goes in between is one and the same. */
const flapMs = 25 * 60_000;

type Seen = {
  /** What is due since then. */
  readonly since: number;
  /** The same of a resource that has a week of its own, or that somebody has asked for alone. */
  readonly sinceOf?: (resource: string) => number;
  /** What is wrong now, and to be known. */
  readonly wrong: readonly string[];
  /** Whether it is right again; what cannot be read is not known to be. */
  readonly isRight: (resource: string) => boolean;
  readonly nowMs: number;
};

type Since = Pick<Seen, 'since' | 'sinceOf'>;

const sinceIn = ({ since, sinceOf }: Since, name: string): number => sinceOf?.(name) ?? since;

/** What was reported of what is due still: somebody's stop of the rest is no news of what stays up. */
const standingOf = (before: Lasting | undefined, seen: Since): Lasting['resources'] =>
  Object.fromEntries(
    Object.entries(before?.resources ?? {}).filter(
      ([name]) => (before?.of?.[name] ?? before?.since) === sinceIn(seen, name),
    ),
  );

/** Of those alone whose time is another than the environment's. */
const ownTimes = (names: readonly string[], seen: Since): Pick<Lasting, 'of'> => {
  const own = names.flatMap((name) =>
    sinceIn(seen, name) === seen.since ? [] : [[name, sinceIn(seen, name)] as const],
  );
  return own.length > 0 ? { of: Object.fromEntries(own) } : {};
};

/** What was not reported yet, or was reported of an earlier time. */
export const newsOf = (before: Lasting | undefined, seen: Seen): string[] => {
  const { wrong, nowMs } = seen;
  const standing = standingOf(before, seen);
  return wrong.filter((name) => {
    const last = standing[name];
    return last === undefined || (last !== 'lasting' && nowMs - last >= flapMs);
  });
};

/** What is to be kept for the next tick; nothing where nothing has changed. */
export const lastingNow = (before: Lasting | undefined, seen: Seen): Lasting | undefined => {
  const { since, wrong, isRight, nowMs } = seen;
  const standing = standingOf(before, seen);
  const right = Object.keys(standing).filter((name) => standing[name] === 'lasting' && isRight(name));
  const news = wrong.filter((name) => standing[name] !== 'lasting');
  if (news.length === 0 && right.length === 0) return undefined;
  const resources: Lasting['resources'] = {
    ...standing,
    ...Object.fromEntries(right.map((name) => [name, nowMs])),
    ...Object.fromEntries(wrong.map((name) => [name, 'lasting' as const])),
  };
  return { since, resources, ...ownTimes(Object.keys(resources), seen) };
};
