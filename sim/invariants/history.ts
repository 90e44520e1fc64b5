// The world's history from the trace: what state each resource was in at any line.
import type { Definition } from '#definition/definition.ts';
import { isGate, type Resource } from '#kinds/resource.ts';
import { missing } from '../aws/simulated-service.ts';
import { rehearsalOf } from '../kinds.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { cachedPerTrace, type TraceEvent } from '../trace.ts';

type Moment = { readonly at: number; readonly event: TraceEvent; readonly status: (name: string) => string };

const byName = new WeakMap<Definition, ReadonlyMap<string, Resource>>();

/** A resource of the definition by its name. */
export const resourceNamed = (definition: Definition, name: string): Resource | undefined => {
  const known = byName.get(definition) ?? new Map(definition.resources.map((one) => [one.name as string, one]));
  byName.set(definition, known);
  return known.get(name);
};

type Nature = 'gate' | 'shrinking cache' | 'other';

const natureOf = (resource: Resource): Nature => {
  if (isGate(resource)) return 'gate';
  return resource.kind === 'elasticache-replication-group' ? 'shrinking cache' : 'other';
};

export const isUp = (definition: Definition, name: string, status: string): boolean => {
  const resource = resourceNamed(definition, name);
  if (!resource) return false;
  // Whether that works which has no URL to ask nobody can see.
  if (resource.kind === 'always-on' && resource.url === undefined) return status !== missing;
  const { up } = rehearsalOf(resource.kind).standing;
  return up.includes(status) || (natureOf(resource) === 'shrinking cache' && status === 'unreplicated');
};

/** Whether what depends on it can work: a shrunk cache serves by its primary. */
export const canServe = (definition: Definition, name: string, status: string): boolean => {
  const resource = resourceNamed(definition, name);
  return (
    isUp(definition, name, status) ||
    // Nobody waits for what is optional and missing.
    (resource?.optional === true && status === missing) ||
    (resource?.kind === 'elasticache-replication-group' && status === 'shrunk' && !isGate(resource))
  );
};

/** Really gone: a gate counts as down, it is never stopped, and so does what is left alone or kept up. */
export const isDown = (definition: Definition, name: string, status: string): boolean => {
  const resource = resourceNamed(definition, name);
  if (!resource) return false;
  if (resource.leaveAlone !== undefined || resource.keptUp !== undefined) return true;
  const { down, gone = [] } = rehearsalOf(resource.kind).standing;
  // What AWS does not have cannot be up.
  return status === missing || isGate(resource) || down.includes(status) || gone.includes(status);
};

/** Walks through the trace, with the status of every resource just before each line. */
export const walk = ({ lines, before }: Pick<Rehearsal, 'lines' | 'before'>, visit: (moment: Moment) => void): void => {
  const statuses = new Map(Object.entries(before).map(([name, { status }]) => [name, status ?? 'unknown']));
  for (const { at, event } of lines) {
    visit({ at, event, status: (name) => statuses.get(name) ?? 'unknown' });
    if (event.type === 'state') statuses.set(event.resource, event.to);
  }
};

export type Past = {
  /** Whether a resource was in such a state at any time from one moment to another, both included. */
  ever(name: string, fromMs: number, toMs: number, fits: (status: string) => boolean): boolean;
};

type Since = { readonly at: number; readonly status: string };

/** Every state that every resource was in, and when. */
export const pastOf = cachedPerTrace(({ lines, before }: Pick<Rehearsal, 'lines' | 'before'>): Past => {
  const states = new Map<string, Since[]>(
    Object.entries(before).map(([name, { status }]) => [
      name,
      [{ at: Number.NEGATIVE_INFINITY, status: status ?? 'unknown' }],
    ]),
  );
  for (const { at, event } of lines)
    if (event.type === 'state') states.get(event.resource)?.push({ at, status: event.to });
  return {
    ever: (name, fromMs, toMs, fits) =>
      (states.get(name) ?? []).some(
        ({ at, status }, index, all) => at <= toMs && (all[index + 1]?.at ?? toMs) >= fromMs && fits(status),
      ),
  };
});

/** When each run made its first call. */
export const beginnings = cachedPerTrace(({ lines }: Pick<Rehearsal, 'lines'>): ReadonlyMap<string, number> => {
  const first = new Map<string, number>();
  for (const { at, event } of lines)
    if (event.type === 'call' && event.run !== undefined && !first.has(event.run)) first.set(event.run, at);
  return first;
});
