import { changesResources, isApplied } from '../calls.ts';
import { readLagMs } from '../read-lag.ts';
import type { TraceEvent } from '../trace.ts';
import { type MemoryWrite, memoryWrite } from './memory-writes.ts';
import { type Owned, walkOwners } from './owners.ts';
import type { Found, Invariant, Judged } from './violation.ts';

type Held = { readonly at: number; readonly desired: number; readonly ours: boolean };

const initially = ({ before }: Judged, name: string): Held => ({
  at: 0,
  desired: Number(before[name]?.desired),
  ours: false,
});

/** Counts that a run may have seen in its last look: any value since, and a read's lag before. */
const seenCounts = (held: readonly Held[], sinceMs: number): number[] =>
  held
    .filter((_, index) => (held[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= sinceMs)
    .flatMap(({ desired, ours }) => (desired === 0 && ours ? [] : [desired]));

const aboutWrite = (write: MemoryWrite, owned: Owned, counts: readonly number[]): string | undefined => {
  const { name, desired } = write;
  if (write.givenBack) {
    const isBack = owned.desired > 0 || owned.zeroedBy === 'people';
    return isBack ? undefined : `the ${owned.remembered} tasks of ${name} were marked as restored while it was at 0`;
  }
  if (desired === undefined) {
    const lost = owned.remembered && owned.desired === 0 && owned.zeroedBy === 'curfew';
    return lost ? `the ${owned.remembered} tasks of ${name} were deleted from memory while it was at 0` : undefined;
  }
  const isAddition = desired === owned.remembered && owned.rememberedScaling === undefined && write.scaling;
  if (owned.remembered && isAddition) return undefined;
  if (owned.remembered && !owned.givenBack)
    return `the ${owned.remembered} stored tasks of ${name} were overwritten with ${desired}`;
  return counts.includes(desired)
    ? undefined
    : `${desired} tasks of ${name} were stored, but its owner had ${counts.join(' or ')}`;
};

/** A stop changes nothing about a service that is up before its count is remembered; one that was restored is not. */
const changedWithoutMemory = (event: TraceEvent, owned: Owned | undefined): string | undefined => {
  if (event.type !== 'call' || event.function !== 'stop' || !owned || !changesResources(event) || !isApplied(event))
    return undefined;
  if (owned.remembered !== undefined && !owned.givenBack) return undefined;
  return `${event.resource} was changed by ${event.run} without a stored count`;
};

/**
 * A count is in the memory before the first change, is the one that its owner had, is not overwritten, and stays until
 * it is restored.
 */
export const memoryIsKept: Invariant = {
  name: 'memoryIsKept',
  judge(rehearsal) {
    const found: Found[] = [];
    const held = new Map<string, Held[]>();
    const lookedAt = new Map<string, number>();
    walkOwners(rehearsal, ({ at, event }, owners) => {
      if (event.type === 'call' && event.operation === 'ecs:DescribeServices' && event.run) lookedAt.set(event.run, at);
      if (event.type === 'capacity') {
        const before = held.get(event.resource) ?? [initially(rehearsal, event.resource)];
        const last = before.at(-1);
        // What Curfew says of how a service scales leaves a count its owner's, a zero as well.
        const ours = event.by === 'curfew' && (last === undefined || last.desired !== event.desired || last.ours);
        held.set(event.resource, [...before, { at, desired: event.desired, ours }]);
      }
      const write = memoryWrite(event);
      const owned = write && owners.get(write.name);
      if (write && owned && event.type === 'call') {
        const since = (lookedAt.get(event.run ?? '') ?? at) - readLagMs;
        const counts = held.get(write.name) ?? [initially(rehearsal, write.name)];
        const detail = aboutWrite(write, owned, seenCounts(counts, since));
        if (detail) found.push({ at, resource: write.name, detail });
      }
      const resource = event.type === 'call' ? event.resource : undefined;
      const detail = changedWithoutMemory(event, resource === undefined ? undefined : owners.get(resource));
      if (detail && resource) found.push({ at, resource, detail });
    });
    return found;
  },
};
