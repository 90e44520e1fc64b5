// What an early dependency allows, by the definition alone.
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import { earlyOf } from '#kinds/resource.ts';
import { missing } from '../aws/simulated-service.ts';
import { rehearsalOf } from '../kinds.ts';
import { type Past, resourceNamed } from './history.ts';
import { isFine, reportsIn } from './reports.ts';
import type { Found, Invariant, Judged } from './violation.ts';

/** From fewer earlier starts nothing is known of how long something takes. */
const startsLeast = 3;

const startsBefore = (rehearsal: Judged, name: string, at: number): number =>
  [...(rehearsal.scenario.earlier ?? []), ...reportsIn(rehearsal).map(({ report }) => report)].filter(
    (report) =>
      report.action === 'start' &&
      Date.parse(report.endedAt) <= at &&
      report.resources.some((one) => one.resource === name && one.outcome === 'done'),
  ).length;

const isOnItsWay = (definition: Definition, name: string, status: string): boolean => {
  const resource = resourceNamed(definition, name);
  if (!resource || status === missing) return false;
  const { down, gone = [] } = rehearsalOf(resource.kind).standing;
  return !down.includes(status) && !gone.includes(status);
};

type Start = { readonly dependant: Resource; readonly needed: string; readonly sinceMs: number; readonly at: number };

/**
 * Whether something may be started before what it depends on is up: a database or a cache at once; anything else once that is on its
 * way, and if earlier starts tell how long both take.
 */
export const mayBeEarly = (rehearsal: Judged, past: Past, { dependant, needed, sinceMs, at }: Start): boolean => {
  if (!dependant.early?.some((name) => name === needed)) return false;
  const how = earlyOf(dependant.kind);
  if (how === 'at-once') return true;
  const { definition } = rehearsal.scenario;
  return (
    how === 'measured' &&
    past.ever(needed, sinceMs, at, (status) => isOnItsWay(definition, needed, status)) &&
    [dependant.name, needed].every((name) => startsBefore(rehearsal, name, at) >= startsLeast)
  );
};

/** What something depends on, and what that depends on early: it may be up before that is, and is of no use then. */
export const neededBy = (rehearsal: Judged, dependant: Resource): string[] => {
  const { definition } = rehearsal.scenario;
  const behind = (name: string): string[] => [
    name,
    ...(resourceNamed(definition, name)?.early ?? []).flatMap((other) => behind(other)),
  ];
  const own: readonly string[] = dependant.early ?? [];
  return [
    ...new Set([...own, ...dependant.dependsOn.filter((name) => !own.includes(name)).flatMap((name) => behind(name))]),
  ];
};

/**
 * Tasks that were started too early fail no run: a service of which nobody changed anything does not fail for tasks that failed, once
 * all that it depends on was up.
 */
export const earlyStartsHarmNothing: Invariant = {
  name: 'earlyStartsHarmNothing',
  judge(rehearsal) {
    const { definition } = rehearsal.scenario;
    const disturbed = new Set(
      rehearsal.lines.flatMap(({ event }) => (event.type === 'change' ? [event.resource] : [])),
    );
    return reportsIn(rehearsal).flatMap(({ at, report }): Found[] =>
      report.action === 'start'
        ? report.resources.flatMap(({ resource, outcome, errorCode, reason }) => {
            const early = resourceNamed(definition, resource)?.early ?? [];
            if (early.length === 0 || disturbed.has(resource) || outcome !== 'failed' || errorCode !== 'TASKS_FAIL')
              return [];
            const areUp = early.every((name) => report.resources.some((one) => one.resource === name && isFine(one)));
            const detail = `${report.run} failed ${resource}, which began early, for tasks that failed: ${reason}`;
            return areUp ? [{ at, resource, detail }] : [];
          })
        : [],
    );
  },
};
