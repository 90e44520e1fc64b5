// `curfew plan`: on AWS as it is now, or on the simulated AWS.
import type { Action } from '#core/action.ts';
import { partText } from '#core/part-text.ts';
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
import { checkOnly } from './check-only.ts';
import { tell, tellJson } from './tell.ts';

export type PlanOptions = {
  readonly json?: true;
  readonly scenario?: string;
  readonly rehearsal?: true;
  readonly live?: true;
  readonly verbose?: true;
  readonly region?: string;
  readonly profile?: string;
  readonly only?: readonly string[];
};

const reportsRead = 40;

// The adapters come with the AWS SDK: a plan on the simulated AWS does not wait for that.
type Planned = { readonly definition: Definition; readonly plan: Plan; readonly warnings: readonly string[] };

const inSimulation = async (name: string, action: Action, { scenario, only }: PlanOptions): Promise<Planned> => {
  const { plannedNight } = await import('../night/chosen-night.ts');
  const definition = definitionFor(name);
  checkOnly(definition, only);
  const night = plannedNight(definition, scenario);
  const { planInSimulation } = await import('#sim/rehearsal.ts');
  const plan = await planInSimulation(night, action, only);
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
  checkOnly(file, options.only);
  const { inAccount: inAccountOf } = await import('./in-account.ts');
  const site = inAccountOf(file, {
    ...options,
    rehearseWith: `curfew plan ${shellQuoted(name)} ${action} --rehearsal`,
  });
  return site(async ({ definition, ports, windows }) => {
    const { planForPerson } = await import('#run/plan/plan-for-person.ts');
    const { windowWarnings } = await import('./window-warnings.ts');
    const [plan, found] = await Promise.all([
      planForPerson(action, definition.environment, ports, options.only),
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
    ? inSimulation(name, action, options)
    : inAccount(name, action, options));
  const { environment, stages, items, orphans = [] } = plan;
  const rule = retryRule(definition, action);
  if (options.json) {
    const retry = retryPolicy(definition, action) ?? null;
    const part = options.only ? { only: options.only, of: definition.resources.length } : {};
    tellJson(where, { environment, action, ...part, stages, retry, orphans, resources: items, warnings });
  } else {
    const part = partText({ action, only: options.only, count: items.length, of: definition.resources.length });
    const note = part === undefined ? {} : { note: `${part}; nothing is changed` };
    const view = { width: terminalWidth(), verbose: options.verbose === true, ...note };
    tell(where, [...planTable(plan, warnings, view), ...(rule ? [`  ${rule}`] : [])]);
  }
  return items.some(({ decision }) => decision === 'refuse') ? 1 : 0;
};
