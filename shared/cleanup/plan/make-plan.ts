// `plan`: observes, decides, and keeps the plan with its offsets. Nothing is changed.
import type { CleanupRequest } from '#core/cleanup.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { agreementOf, type CleanupDependencies } from '../dependencies.ts';
import { cleanupReport } from '../report/cleanup-report.ts';
import { currentPlan } from './current-plan.ts';

type PlanRequest = {
  readonly rules: CleanupRules;
  readonly request: CleanupRequest;
  readonly requestedBy: string;
  readonly environment?: string;
};

const runId = (at: Date, id: string): string =>
  `cleanup-${at.toISOString().replace(/[-:]|\.\d+/g, '')}-${id.slice(0, 8)}`;

export const planRun = async (
  { rules, request, requestedBy, environment }: PlanRequest,
  deps: CleanupDependencies,
): Promise<CleanupReport> => {
  const at = deps.runtime.now();
  const { plan, untouched } = await currentPlan(rules, deps.admin);
  const { topics, ...rest } = plan;
  const stored = {
    run: {
      ...rest,
      hash: agreementOf(deps).hashOf({ ...plan, rules, request }),
      run: runId(at, deps.runtime.newId('cleanup run')),
      plannedAt: at.toISOString(),
      plannedBy: requestedBy,
      ...(environment === undefined ? {} : { environment }),
      rules,
      request,
      state: 'planned',
    },
    topics,
  } as const;
  await deps.store.savePlan(plan.cluster, stored);
  const open = (await deps.store.manifests(plan.cluster)).filter(({ state }) => state === 'deleting');
  return cleanupReport({
    mode: 'plan',
    requestedBy,
    startedAt: at.getTime(),
    endedAt: deps.runtime.now().getTime(),
    plan: stored,
    outcomes: [],
    bytesAfter: new Map(),
    untouched: { topics: untouched.length, changed: [] },
    refusals: plan.refusals,
    warnings: [
      ...open.map(({ topic, run }) => `${topic} was deleted by ${run} and may not be recreated yet: resume that run`),
      ...plan.warnings,
    ],
  });
};
