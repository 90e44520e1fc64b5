// Memories that have outlived their day: what a stop remembered is not what its owner set any more. Pure.
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import { ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import { standingOf } from '#kinds/decisions.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Reading } from '#kinds/observation.ts';
import { begunAt } from '../memory/begun-at.ts';

/** A stop by hand an hour before that of the schedule belongs to the same night. */
const nightMs = 6 * 3_600_000;

type Circumstances = {
  readonly readings: ReadonlyMap<ResourceName, Reading>;
  readonly reports: readonly Report[];
  /** When the stop became due that this is: its slot, or when a person asked for it. Nothing for one that keeps a downtime up. */
  readonly dueSince?: number | undefined;
};

/** A start of others brought nothing of it back. */
const concerns = ({ only, resources }: Report, name: ResourceName): boolean =>
  only === undefined || resources.some(({ resource }) => resource === name);

const isUp = (kind: string, reading: Reading | undefined): boolean =>
  reading?.state === 'seen' && reading.observation.kind === kind && standingOf(reading.observation) === 'up';

/**
 * One rule for every kind: those of what is up although nothing was restored, and whose downtime is over. A start has come since
 * that did not get to it, or, where nothing is ever started, another stop is due. The person who started it by then did that by
 * day, and its state now is theirs. What somebody started in the night keeps what was remembered.
 */
export const outlived = (
  memories: readonly Memory[],
  { readings, reports, dueSince }: Circumstances,
): ReadonlySet<ResourceName> => {
  const isOver = (name: ResourceName, captured: number): boolean =>
    reports.some(
      (one) =>
        one.action === 'start' && ranToItsEnd(one) && Date.parse(one.startedAt) > captured && concerns(one, name),
    ) ||
    (dueSince !== undefined && dueSince - captured >= nightMs);
  return new Set(
    memories.flatMap(({ kind, resource, run, givenBack }) => {
      const captured = begunAt(run);
      const counts = !givenBack && captured !== undefined && isUp(kind, readings.get(resource));
      return counts && isOver(resource, captured) ? [resource] : [];
    }),
  );
};
