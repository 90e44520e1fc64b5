// The report of a cleanup that did not begin, with what is known about the requested plan.
import type { CleanupMode, CleanupReport } from '#core/cleanup-report.ts';
import type { StoredPlan } from '../cleanup-run.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { cleanupReport } from './cleanup-report.ts';

export type Asked = {
  readonly mode: CleanupMode;
  readonly cluster: string;
  readonly requestedBy: string;
  readonly startedAt: number;
};

/** Stands in for a plan that there is none of. */
const noPlan = ({ cluster, startedAt, requestedBy }: Asked): StoredPlan => ({
  run: {
    run: 'none',
    cluster,
    hash: 'none',
    plannedAt: new Date(startedAt).toISOString(),
    plannedBy: requestedBy,
    rules: { prefixes: [], topics: [], deny: [], accept: [], caps: { topicsMax: 0 }, applyDefinitions: false },
    request: {},
    state: 'planned',
    denied: [],
    refusals: [],
    warnings: [],
  },
  topics: [],
});

export const refused = (
  asked: Asked,
  refusals: readonly string[],
  plan: StoredPlan | undefined,
  deps: Pick<CleanupDependencies, 'runtime'>,
  warnings: readonly string[] = [],
): CleanupReport => {
  const { run, topics } = plan ?? noPlan(asked);
  return cleanupReport({
    ...asked,
    plan: { run, topics },
    endedAt: deps.runtime.now().getTime(),
    outcomes: topics.map(({ topic }) => ({ topic, outcome: 'not-started', reason: 'the run was refused as a whole' })),
    bytesAfter: new Map(),
    untouched: { topics: 0, changed: [] },
    refusals,
    warnings,
  });
};
