// Which runs had to do with a resource: one of everything that did not leave it up, or one of some resources that it is among. Pure.
import type { Report } from '#core/report.ts';
import { ranToItsEnd } from '#definition/schedule/wanted-state.ts';

const isAbout = ({ only, leftUp, resources }: Report, name: string): boolean =>
  only ? resources.some(({ resource }) => resource === name) : !leftUp?.includes(name);

/** Newest first. */
export const lastRunOf = (reports: readonly Report[], name: string): Report | undefined =>
  reports.find((report) => ranToItsEnd(report) && isAbout(report, name));

/** What each resource came to in the last run that had to do with it. */
export const latestOutcomes = (reports: readonly Report[]): Report['resources'] => {
  const found = new Map<string, Report['resources'][number]>();
  for (const report of reports) {
    if (!ranToItsEnd(report)) continue;
    for (const one of report.resources)
      if (!found.has(one.resource) && isAbout(report, one.resource)) found.set(one.resource, one);
    if (!report.only) break;
  }
  return [...found.values()];
};

/** The same runs as far as they had to do with these; one that had not is left out. */
export const runsAbout = (reports: readonly Report[], names: ReadonlySet<string>): Report[] =>
  reports.flatMap((report) => {
    const resources = report.resources.filter(({ resource }) => names.has(resource) && isAbout(report, resource));
    return resources.length > 0 || report.resources.length === 0 ? [{ ...report, resources }] : [];
  });
