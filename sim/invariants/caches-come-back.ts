import { isDeepStrictEqual } from 'node:util';
import type { Definition } from '#definition/definition.ts';
import { ran } from './reports.ts';
import type { Invariant, Judged } from './violation.ts';

const ofCaches = ['replicas', 'multiAz', 'automaticFailover'] as const;
/** Of groups of machines, of which Curfew changes more than their count. */
const ofGroups = ['desired', 'min', 'max', 'suspended', 'warmPool'] as const;
const facts: readonly string[] = [...ofCaches, ...ofGroups, 'alarmWants', 'missing', 'status'];

const factsOf = ({ kind }: Definition['resources'][number]): readonly string[] =>
  kind === 'elasticache-replication-group' ? ofCaches : ofGroups;

const isGroup = ({ kind }: Definition['resources'][number]): boolean =>
  kind === 'auto-scaling-group' || kind === 'eks-node-group';

/** Caches that are shrunk overnight and groups of machines, without those that somebody else changes. */
const shrinking = ({ resources }: Definition, { timeline }: Judged['scenario']): Definition['resources'] => {
  const touched = new Set(
    timeline.flatMap((entry) => (entry.do === 'set' && concerns(entry.facts) ? [entry.resource] : [])),
  );
  return resources.filter(
    (one) =>
      (isGroup(one) || (one.kind === 'elasticache-replication-group' && one.whenStopped === 'shrink')) &&
      !touched.has(one.name),
  );
};

const concerns = (change: Readonly<Record<string, unknown>>): boolean =>
  facts.some((fact) => change[fact] !== undefined);

/** What was at 0 before anything was remembered of it comes up with the count that its definition has for that. */
const isFallback = (one: Definition['resources'][number], fact: string, before: unknown, after: unknown): boolean =>
  fact === 'desired' && before === 0 && 'fallbackDesired' in one && one.fallbackDesired === after;

/** After a start that is done, and nothing after it, a cache has the replicas and the failover that it had before, a group its size. */
export const cachesComeBack: Invariant = {
  name: 'cachesComeBack',
  judge({ scenario, reports, before, after }) {
    const last = reports.findLast((report) => ran(report) || report.outcome === 'superseded');
    if (last?.action !== 'start' || last.outcome !== 'done') return [];
    const at = Date.parse(last.endedAt);
    return shrinking(scenario.definition, scenario).flatMap((one) => {
      const { name: resource } = one;
      if (last.only !== undefined && !last.resources.some((other) => other.resource === resource)) return [];
      const lost = factsOf(one)
        .filter((fact) => !isDeepStrictEqual(before[resource]?.[fact], after[resource]?.[fact]))
        .filter((fact) => !isFallback(one, fact, before[resource]?.[fact], after[resource]?.[fact]));
      return lost.map((fact) => ({
        at,
        resource,
        detail: `${fact} of ${resource} was ${JSON.stringify(before[resource]?.[fact])} and is ${JSON.stringify(after[resource]?.[fact])}`,
      }));
    });
  },
};
