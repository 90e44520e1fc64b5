// Memories that have outlived their day: what a stop remembered is not what its owner wants any more. Pure.
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import { ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Reading } from '#kinds/observation.ts';

/** A run is named by when it was to begin: `staging-stop-20261120T230000Z`. */
const begunAt = (run: string): number | undefined => {
  const [, year, month, day, hour, minute, second] = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-|$)/.exec(run) ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

/** A stop by hand an hour before that of the schedule belongs to the same night. */
const nightMs = 6 * 3_600_000;

type Circumstances = {
  readonly readings: ReadonlyMap<ResourceName, Reading>;
  readonly reports: readonly Report[];
  /** The slot that the stop was planned for. */
  readonly scheduledTime?: string | undefined;
};

const isUp = (reading: Reading | undefined): boolean =>
  reading?.state === 'seen' && reading.observation.kind === 'ecs-service' && reading.observation.desired > 0;

/**
 * Those of services that are up although nothing was given back: a start has come since that did not get to them, or, where
 * nothing is ever started, another evening. Whoever brought them up by then did that by day, and the count is theirs. One that
 * somebody woke in the night keeps what was remembered.
 */
export const outlived = (
  memories: readonly Memory[],
  { readings, reports, scheduledTime }: Circumstances,
): ReadonlySet<ResourceName> => {
  const isOver = (captured: number): boolean =>
    reports.some((one) => one.action === 'start' && ranToItsEnd(one) && Date.parse(one.startedAt) > captured) ||
    (scheduledTime !== undefined && Date.parse(scheduledTime) - captured >= nightMs);
  return new Set(
    memories.flatMap(({ kind, resource, run, givenBack }) => {
      const captured = begunAt(run);
      const counts = kind === 'ecs-service' && !givenBack && captured !== undefined && isUp(readings.get(resource));
      return counts && isOver(captured) ? [resource] : [];
    }),
  );
};
