// Expectations of how often something happens: reports, messages, notices and alarms that fit.
import type { ExpectationResult } from './expectation-result.ts';

type Happened = { readonly at: number; readonly text: string };

const shownMax = 3;

const listed = (happened: readonly Happened[], timeOf: (ms: number) => string): string => {
  const shown = happened.slice(0, shownMax).map(({ at, text }) => `${timeOf(at)} ${text}`);
  const more = happened.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join('; ');
};

/** What happened instead: those that fit, or else the last of those that might have. */
const instead = (fitting: readonly Happened[], others: readonly Happened[], timeOf: (ms: number) => string): string => {
  if (fitting.length > 0)
    return `there ${fitting.length === 1 ? 'was' : 'were'} ${fitting.length}: ${listed(fitting, timeOf)}`;
  if (others.length === 0) return 'there was none, nor any other';
  return `there was none; what there was: ${listed(others.slice(-shownMax), timeOf)}`;
};

/** `times` exactly, or at least one. It is at the last that fits, at the last of the others, or at the end. */
export const judgeCount = (
  times: number | undefined,
  happened: readonly (Happened & { readonly fits: boolean })[],
  { endMs, timeOf }: { readonly endMs: number; readonly timeOf: (ms: number) => string },
): ExpectationResult => {
  const fitting = happened.filter(({ fits }) => fits);
  const isMet = times === undefined ? fitting.length > 0 : fitting.length === times;
  const others = happened.filter(({ fits }) => !fits);
  const at = fitting.at(-1)?.at ?? endMs;
  return isMet ? { met: true, at } : { met: false, at, actual: instead(fitting, others, timeOf) };
};
