// What a start or a stop took of each resource before: a run looks at it rarely until then.

import type { Action } from '#core/action.ts';
import type { Report, ReportedResource } from '#core/report.ts';
import { definitionOf, isKind } from '#kinds/resource.ts';

/** What was measured before a database grew, say, soon no longer counts. */
const runsMax = 5;

/** A cache, say, is brought to its goal by several changes, each of which is to be noticed when it is over. */
const isOneChange = ({ kind }: ReportedResource): boolean => !(isKind(kind) && definitionOf(kind).changesInSteps);

/** Reports that hold as many runs of each action as count, when starts and stops take turns. */
export const reportsForDurations = 2 * runsMax;

/** The least seconds that each resource took in the last runs of this action, of those that it was really changed in. */
export const expectedDurations = (reports: readonly Report[], action: Action): ReadonlyMap<string, number> => {
  const same = reports.filter((report) => report.action === action && report.outcome !== 'dry-run').slice(0, runsMax);
  const least = new Map<string, number>();
  for (const resource of same.flatMap(({ resources }) => resources)) {
    if (resource.outcome !== 'done' || resource.seconds === undefined || !isOneChange(resource)) continue;
    least.set(resource.resource, Math.min(resource.seconds, least.get(resource.resource) ?? resource.seconds));
  }
  return least;
};
