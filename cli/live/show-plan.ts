// `curfew plan`: on AWS as it is now, or on the simulated AWS.
import type { Action } from '#core/action.ts';
import type { Definition } from '#definition/definition.ts';
import { unreadText } from '#definition/known-calendars.ts';
import { nextReadyStart } from '#definition/schedule/coming-start.ts';
import { retryPolicy, retryRule } from '#definition/schedule/retry.ts';
import type { Plan } from '#run/plan/plan.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { definitionAmongOthers, definitionFor } from '../files/environments.ts';
import { planTable } from '../tables/plan-table.ts';
import { terminalWidth } from '../terminal/output.ts';
import { shellQuoted } from '../terminal/shell-quoted.ts';
import { tell, tellJson } from './tell.ts';

export type PlanOptions = {
  readonly json?: true;
  readonly scenario?: string;
  readonly rehearsal?: true;
  readonly live?: true;
  readonly verbose?: true;
  readonly region?: string;
  readonly profile?: string;
};

const reportsRead = 40;

// The adapters come with the AWS SDK: a plan on the simulated AWS does not wait for that.
type Planned = { readonly definition: Definition; readonly plan: Plan; readonly warnings: readonly string[] };

const inSimulation = async (name: string, action: Action, scenario: string | undefined): Promise<Planned> => {
  const { plannedNight } = await import('../night/chosen-night.ts');
  const definition = definitionFor(name);
  const night = plannedNight(definition, scenario);
  const { planInSimulation } = await import('#sim/rehearsal.ts');
  const plan = await planInSimulation(night, action);
  return { definition, plan, warnings: plan.warnings ?? [] };
};

/** A plan needs no table: where it cannot be read, nothing is known of earlier starts. */
const lateStart = async (definition: Definition, state: StateStore, nowMs: number): Promise<string[]> => {
  if (nextReadyStart(definition, nowMs, []) === undefined) return [];
  const reports = await state.reports(definition.environment, reportsRead).catch(() => []);
  return [nextReadyStart(definition, nowMs, reports)?.warning].flatMap((warning) => warning ?? []);
};

const inAccount = async (name: string, action: Action, options: PlanOptions): Promise<Planned> => {
  const file = definitionAmongOthers(name);
  const { inAccount: inAccountOf } = await import('./in-account.ts');
  const site = inAccountOf(file, {
    ...options,
    rehearseWith: `curfew plan ${shellQuoted(name)} ${action} --rehearsal`,
  });
  return site(async ({ definition, ports, windows }) => {
    const { planNow } = await import('#run/plan/plan-run.ts');
    const { windowWarnings } = await import('./window-warnings.ts');
    const [plan, found] = await Promise.all([
      planNow(action, definition.environment, ports),
      windows(definition.resources),
    ]);
    const nowMs = ports.runtime.now().getTime();
    const late = action === 'start' ? await lateStart(definition, ports.state, nowMs) : [];
    const windowsMissed = windowWarnings(definition, found, nowMs);
    return {
      definition,
      plan,
      warnings: [...(plan.warnings ?? []), ...late, ...unreadText(definition), ...windowsMissed],
    };
  });
};

/** Answers with the exit code. */
export const showPlan = async (name: string, action: Action, options: PlanOptions): Promise<0 | 1> => {
  const where = { isSimulated: options.rehearsal === true };
  const { definition, plan, warnings } = await (options.rehearsal
    ? inSimulation(name, action, options.scenario)
    : inAccount(name, action, options));
  const { environment, stages, items, orphans = [] } = plan;
  const rule = retryRule(definition, action);
  if (options.json) {
    const retry = retryPolicy(definition, action) ?? null;
    tellJson(where, { environment, action, stages, retry, orphans, resources: items, warnings });
  } else {
    const view = { width: terminalWidth(), verbose: options.verbose === true };
    tell(where, [...planTable(plan, warnings, view), ...(rule ? [`  ${rule}`] : [])]);
  }
  return items.some(({ decision }) => decision === 'refuse') ? 1 : 0;
};
