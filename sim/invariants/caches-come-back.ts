import type { Definition } from '#definition/definition.ts';
import { ran } from './reports.ts';
import type { Invariant, Judged } from './violation.ts';

const facts = ['replicas', 'multiAz', 'automaticFailover'] as const;

/** Caches that are shrunk overnight, without those that somebody else changes. */
const shrinking = ({ resources }: Definition, { timeline }: Judged['scenario']): string[] => {
  const touched = new Set(
    timeline.flatMap((entry) => (entry.do === 'set' && concerns(entry.facts) ? [entry.resource] : [])),
  );
  return resources.flatMap((one) =>
    one.kind === 'elasticache-replication-group' && one.whenStopped === 'shrink' && !touched.has(one.name)
      ? [one.name]
      : [],
  );
};

const concerns = (change: Readonly<Record<string, unknown>>): boolean =>
  facts.some((fact) => change[fact] !== undefined);

/** After a start that is done, and nothing after it, a cache has the replicas and the failover that it had before. */
export const cachesComeBack: Invariant = {
  name: 'cachesComeBack',
  judge({ scenario, reports, before, after }) {
    const last = reports.findLast((report) => ran(report) || report.outcome === 'superseded');
    if (last?.action !== 'start' || last.outcome !== 'done') return [];
    const at = Date.parse(last.endedAt);
    return shrinking(scenario.definition, scenario).flatMap((resource) => {
      const lost = facts.filter((fact) => before[resource]?.[fact] !== after[resource]?.[fact]);
      return lost.map((fact) => ({
        at,
        resource,
        detail: `${fact} of ${resource} was ${before[resource]?.[fact]} and is ${after[resource]?.[fact]}`,
      }));
    });
  },
};
