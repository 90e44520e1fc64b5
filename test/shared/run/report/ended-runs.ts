// Runs that ended, and their reports.
import type { Outcome, RunResult } from '#core/outcome.ts';
import type { Claim } from '#core/run.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import { summarise } from '#run/report/summarise.ts';
import { named } from '#test/support/definitions.ts';

export const at = Date.parse('2026-11-20T23:00:00Z');
export const head = (resource: string) => ({
  resource: named(resource),
  kind: 'ecs-service' as const,
  stage: 1,
  reason: `why ${resource}`,
});
export const took = (from: number, to: number) => ({ startedAt: at + from * 1_000, endedAt: at + to * 1_000 });
export const done = (resource: string, from = 0, to = 1): Outcome => ({
  ...head(resource),
  ...took(from, to),
  outcome: 'done',
});

type More = { action?: 'start' | 'stop'; request?: Partial<Claim['request']>; superseded?: string };
export const claimOf = ({ action = 'stop', request = {}, superseded }: More = {}): Claim => ({
  run: 'staging-stop-1',
  action,
  at,
  granted: true,
  ...(superseded === undefined ? {} : { superseded }),
  request: { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...request },
});
export const item = (resource: string, more: Partial<PlanItem> = {}): PlanItem => ({
  ...head(resource),
  decision: 'act',
  after: [],
  ...more,
});
export const planOf = (items: readonly PlanItem[], more: Partial<Plan> = {}): Plan => ({
  environment: 'staging',
  action: 'stop',
  stages: [],
  memories: [],
  items,
  ...more,
});
export const resultOf = (outcomes: readonly Outcome[], more: Partial<RunResult> = {}): RunResult => ({
  end: 'complete',
  outcomes,
  endedAt: at + 90_000,
  warnings: [],
  ...more,
});
export const reportOf = (
  outcomes: readonly Outcome[],
  { end = 'complete', ...more }: More & { end?: RunResult['end'] } = {},
) =>
  summarise(
    claimOf(more),
    planOf(outcomes.map(({ resource }) => item(resource))),
    resultOf(outcomes, { end }),
    'America/Fortaleza',
  );
