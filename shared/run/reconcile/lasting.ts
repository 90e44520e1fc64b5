// Which of what is wrong is news: a report lasts as long as the problem, and a problem that was solved for a while and returns is
// reported again. Pure.
import type { Lasting } from '#core/lasting.ts';

/** Right at two ticks in a row: what comes and goes in between is one and the same. */
const flapMs = 25 * 60_000;

type Seen = {
  /** What is due since then. */
  readonly since: number;
  /** What is wrong now, and to be known. */
  readonly wrong: readonly string[];
  /** Whether it is right again; what cannot be read is not known to be. */
  readonly isRight: (resource: string) => boolean;
  readonly nowMs: number;
};

const standingOf = (before: Lasting | undefined, since: number): Lasting['resources'] =>
  before?.since === since ? before.resources : {};

/** What was not reported yet, or was reported of an earlier time. */
export const newsOf = (before: Lasting | undefined, { since, wrong, nowMs }: Seen): string[] => {
  const standing = standingOf(before, since);
  return wrong.filter((name) => {
    const last = standing[name];
    return last === undefined || (last !== 'lasting' && nowMs - last >= flapMs);
  });
};

/** What is to be kept for the next tick; nothing where nothing has changed. */
export const lastingNow = (
  before: Lasting | undefined,
  { since, wrong, isRight, nowMs }: Seen,
): Lasting | undefined => {
  const standing = standingOf(before, since);
  const right = Object.keys(standing).filter((name) => standing[name] === 'lasting' && isRight(name));
  const news = wrong.filter((name) => standing[name] !== 'lasting');
  if (news.length === 0 && right.length === 0) return undefined;
  return {
    since,
    resources: {
      ...standing,
      ...Object.fromEntries(right.map((name) => [name, nowMs])),
      ...Object.fromEntries(wrong.map((name) => [name, 'lasting' as const])),
    },
  };
};
