// What was up when Curfew last looked: if a stop finds it down, somebody else took it down. Pure.
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import { ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import { standingOf } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Reading } from '#kinds/observation.ts';
import { remembersWho } from '#kinds/ownership.ts';
import type { Resource } from '#kinds/resource.ts';

type Circumstances = {
  readonly readings: ReadonlyMap<ResourceName, Reading>;
  readonly memories: readonly Memory[];
  /** Newest first; nothing where they could not be read. */
  readonly reports: readonly Report[] | undefined;
  /** Whether these are all that there are. */
  readonly areAll: boolean;
};

/**
 * Only proof counts, because everything that seems to be somebody else's stays down in the morning: the last run that had to do
 * with it was a start that brought it up, or there never was one. What a stop of an older version stopped, which remembered
 * nothing of it, was in the report of that stop.
 */
export const wereUp = (
  resources: readonly Resource[],
  { readings, memories, reports, areAll }: Circumstances,
): ResourceName[] => {
  if (!reports) return [];
  const remembered = new Set(memories.map(({ resource }) => resource));
  return resources.flatMap(({ name, kind }) => {
    const reading = readings.get(name);
    const isUp = reading?.state === 'seen' && standingOf(reading.observation) === 'up';
    if (!remembersWho(kind) || remembered.has(name) || isUp) return [];
    const last = reports.find(
      (report) =>
        ranToItsEnd(report) && !report.leftUp?.includes(name) && report.resources.some((one) => one.resource === name),
    );
    // Every report of a whole run names all that its definition did: this is new in it, or there never was a run.
    if (!last) return areAll || reports.some((one) => ranToItsEnd(one) && !one.only) ? [name] : [];
    const outcome = last.resources.find((one) => one.resource === name)?.outcome;
    return last.action === 'start' && (outcome === 'done' || outcome === 'skipped') ? [name] : [];
  });
};
