// How long a resource was off, by what the runs reported about it. What is not known is not counted. Pure.

import type { Report, ReportedResource } from '#core/report.ts';
import { isRestartedByAws } from '#kinds/resource.ts';

export type Off = { readonly from: number; readonly to: number };

/** `unknown`: it was off from then on, but was found awake later, and nobody knows since when. */
type OffTimes = { readonly known: readonly Off[]; readonly unknown: readonly Off[] };

type Entry = { readonly action: Report['action']; readonly startedAt: number; readonly one: ReportedResource };

const entriesOf = (reports: readonly Report[], resource: string): Entry[] =>
  reports
    .filter(({ leftUp }) => !leftUp?.includes(resource))
    .flatMap(({ action, startedAt, resources }) =>
      resources
        .filter((one) => one.resource === resource && one.outcome !== 'blocked' && one.outcome !== 'refused')
        .map((one) => ({ action, startedAt: Date.parse(one.startedAt ?? startedAt), one })),
    )
    .toSorted((a, b) => a.startedAt - b.startedAt);

/** Since when it is off after this entry; nothing if it is not known to be. */
const offSince = ({ action, startedAt, one }: Entry): number | undefined => {
  if (action !== 'stop') return undefined;
  if (one.outcome === 'done') return one.endedAt === undefined ? undefined : Date.parse(one.endedAt);
  // A database that was found stopped is off, stopped by anyone; a service without tasks may be so on purpose.
  return one.outcome === 'skipped' && isRestartedByAws(one.kind) ? startedAt : undefined;
};

/** A start that had something to do found it off; anything else that was done to it found it awake. */
const foundOff = ({ action, one }: Entry): boolean =>
  action === 'start' ? one.outcome !== 'skipped' : one.outcome === 'skipped';

/** Within [from, to]; reports in any order, `done` before `to` and open until then if nothing ended it. */
export const offTimes = (reports: readonly Report[], resource: string, { from, to }: Off): OffTimes => {
  const known: Off[] = [];
  const unknown: Off[] = [];
  let since: number | undefined;
  for (const entry of entriesOf(reports, resource)) {
    if (since !== undefined && !(entry.action === 'stop' && foundOff(entry))) {
      (foundOff(entry) ? known : unknown).push({ from: since, to: entry.startedAt });
      since = undefined;
    }
    since ??= offSince(entry);
  }
  if (since !== undefined) known.push({ from: since, to });
  const within = (all: readonly Off[]): Off[] =>
    all.map((one) => ({ from: Math.max(one.from, from), to: Math.min(one.to, to) })).filter((one) => one.to > one.from);
  return { known: within(known), unknown: within(unknown) };
};

export const hoursOf = (times: readonly Off[]): number =>
  times.reduce((sum, { from, to }) => sum + (to - from), 0) / 3_600_000;
