// Reconcile one environment: look, decide, and at most invoke one run or say one thing. Nothing differs: no write.

import type { Action } from '#core/action.ts';
import type { Notice } from '#core/notice.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import type { ResourceName } from '#core/resource.ts';
import { actionTowards, wantedState } from '#definition/schedule/wanted-state.ts';
import { keepMuted } from '../alarms/keep-muted.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { observeAll } from '../loop/observe-all.ts';
import { type Correction, reconcile, type Situation } from './reconcile.ts';

/** How far back the reports are read: nightly runs of more than the seven days after which AWS restarts a database. */
const reportsMax = 40;

export type ReconcileDependencies = Pick<
  Dependencies,
  'definition' | 'services' | 'alarms' | 'state' | 'runtime' | 'isEnabled'
> & {
  /** Starts a run without waiting for it. */
  readonly invoke: (action: Action, event: Record<string, unknown>) => Promise<void>;
  readonly say: (notice: Notice) => Promise<void>;
};

const look = async (
  environment: string,
  restarted: readonly ResourceName[],
  deps: ReconcileDependencies,
): Promise<Situation & { readonly overrides: readonly Override[] }> => {
  const { state } = deps;
  const definition = deps.definition(environment);
  const nowMs = deps.runtime.now().getTime();
  const [enabled, lease, overrides, reports, memories] = await Promise.all([
    deps.isEnabled(environment),
    state.readLease(environment),
    state.overrides(environment),
    state.reports(environment, reportsMax),
    state.memories(environment),
  ]);
  const wanted = wantedState(definition, overrides, reports, nowMs);
  const isBusy = lease !== undefined && lease.until > nowMs;
  const readings =
    enabled && wanted && !isBusy
      ? await observeAll(definition.resources, deps.services, actionTowards(wanted), {
          seconds: limits.reconcileSecondsMax,
          runtime: deps.runtime,
        })
      : new Map();
  return { definition, wanted, enabled, lease, overrides, reports, readings, memories, restarted, nowMs };
};

/** Said first and noted then: said twice after a crash is better than never. */
const sayOnce = async (
  environment: string,
  { key, saying }: Extract<Correction, { kind: 'say' }>,
  nowMs: number,
  { definition, state, say }: ReconcileDependencies,
): Promise<void> => {
  if (await state.wasNoted(environment, key)) return;
  const at = offsetTime(nowMs, definition(environment).timeZone);
  await say({ kind: 'curfew-notice', version: 1, environment, at, ...saying });
  await state.note(environment, key, nowMs);
};

/** Alarms follow the plan, unless a run is at work or invoked, which sees to them by itself. */
const keepAlarmsInStep = async (
  { wanted, enabled, lease, ...situation }: Awaited<ReturnType<typeof look>>,
  deps: ReconcileDependencies,
): Promise<void> => {
  if (!wanted || !enabled || lease) return;
  const { definition, nowMs } = situation;
  const { environment } = definition;
  const refused = await keepMuted({ ...situation, wanted }, deps);
  if (refused === undefined) return;
  const text = `${environment}: its alarms cannot be kept in step with its downtime: ${refused}`;
  const saying = { notice: 'alarms', text, resources: [] } as const;
  await sayOnce(environment, { kind: 'say', key: `alarms@${wanted.since}`, saying }, nowMs, deps);
};

/** Throws `OperationError` when something cannot be reached; the next tick tries again. */
export const reconcileEnvironment = async (
  environment: string,
  restarted: readonly ResourceName[],
  deps: ReconcileDependencies,
): Promise<Correction> => {
  const situation = await look(environment, restarted, deps);
  const correction = reconcile(situation);
  switch (correction.kind) {
    case 'invoke':
      await deps.invoke(correction.action, { environment, requestedBy: 'reconcile', why: correction.why });
      break;
    case 'say':
      await sayOnce(environment, correction, situation.nowMs, deps);
      break;
    case 'nothing':
      break;
  }
  if (correction.kind !== 'invoke') await keepAlarmsInStep(situation, deps);
  return correction;
};
