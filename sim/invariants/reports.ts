// The reports of a rehearsal as the invariants read them.
import type { Report, ReportedResource } from '#core/report.ts';
import { readLagMs } from '../read-lag.ts';
import { cachedPerTrace } from '../trace.ts';
import { type Past, pastOf } from './history.ts';
import type { Found, Judged } from './violation.ts';

/** A look is many calls, and each may be retried: what it saw was so within this time. */
const lookMs = 60_000;

/** Runs that were carried out to their end; not those that failed before they had anything to carry out. */
export const ran = ({ outcome, resources }: Report): boolean =>
  outcome === 'done' || outcome === 'partial' || (outcome === 'failed' && resources.length > 0);

/** Runs that say that they did nothing at all. */
export const didNothing = ({ outcome, resources }: Report): boolean =>
  !['done', 'partial', 'superseded'].includes(outcome) &&
  resources.every(({ outcome: one }) => one !== 'done') &&
  (outcome !== 'failed' || resources.length === 0);

type PublishedReport = { readonly at: number; readonly report: Report };

export const reportsIn = cachedPerTrace(({ lines }: Pick<Judged, 'lines'>): readonly PublishedReport[] =>
  lines.flatMap(({ at, event }) => (event.type === 'report' ? [{ at, report: event }] : [])),
);

export const isFine = ({ outcome }: ReportedResource): boolean => outcome === 'done' || outcome === 'skipped';

/** Whether the world was such at the time when the run settled a resource. */
const wasSo = (past: Past, one: ReportedResource, at: number, fits: (status: string) => boolean): boolean => {
  const settled = one.endedAt === undefined ? at : Date.parse(one.endedAt);
  return past.ever(one.resource, settled - readLagMs, Math.min(at, settled + lookMs), fits);
};

/** What is found about each resource of each report of a run that was carried out. */
export const ofReported = (
  rehearsal: Judged,
  judge: (
    one: ReportedResource,
    report: Report,
    was: (fits: (status: string) => boolean) => boolean,
  ) => string | undefined,
): Found[] => {
  const past = pastOf(rehearsal);
  return reportsIn(rehearsal)
    .filter(({ report }) => ran(report))
    .flatMap(({ at, report }) =>
      report.resources.flatMap((one) => {
        const detail = judge(one, report, (fits) => wasSo(past, one, at, fits));
        return detail === undefined ? [] : [{ at, resource: one.resource, detail }];
      }),
    );
};
