// Once a month: what an environment did cost in the month that has ended, against its plan. To the operator topic.
import type { Savings } from '#core/cost.ts';
import type { Log } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import { type AskingDependencies, askSeldom } from './ask-seldom.ts';
import type { CostPlan } from './cost-plan.ts';
import { type Costs, costsReport } from './costs.ts';
import { reportAsking } from './month-times.ts';

export type MonthlyCostsDependencies = AskingDependencies & {
  readonly nowMs: () => number;
  /** Undefined where no prices are known, or nothing was operated in that month. */
  readonly savingsOf: (definition: Definition, month: string) => Promise<Savings | undefined>;
  readonly sayCosts: (costs: Costs) => Promise<void>;
  readonly log: Log;
};

/** One line that claims all: the plan by lines is a file of whoever runs `curfew costs`. */
const planOf = ({ tag, value, monthlyUsd }: NonNullable<Definition['costs']>): CostPlan => ({
  ...{ tag, value, componentTag: undefined },
  lines:
    monthlyUsd === undefined
      ? []
      : [
          {
            ...{ name: 'all costs', plannedCents: Math.round(monthlyUsd * 100), parts: [] },
            actual: { kind: 'cost-explorer', services: [], tags: [] },
          },
        ],
});

const tell = async (
  definition: Definition,
  costs: NonNullable<Definition['costs']>,
  deps: MonthlyCostsDependencies,
): Promise<void> => {
  const { environment, timeZone } = definition;
  const nowMs = deps.nowMs();
  const asking = reportAsking(nowMs, timeZone);
  if (!asking) return;
  const { month } = asking;
  const key = `costs@${month}`;
  if (await deps.state.wasNoted(environment, key)) return;
  const spent = await askSeldom(definition, { what: 'report', ...asking, nowMs }, deps);
  if (!spent) return;
  // A tag without costs is not a month without costs.
  if (spent.groups.length === 0) throw new Error(`Cost Explorer shows no costs with the tag ${costs.tag}`);
  const savings = await deps.savingsOf(definition, month);
  await deps.sayCosts(
    costsReport({ environment, plan: planOf(costs), value: costs.value ?? environment, spent, savings }),
  );
  await deps.state.note(environment, key, nowMs);
};

/** Does not throw: it is no reason to disturb reconcile. */
export const tellMonthlyCosts = async (definition: Definition, deps: MonthlyCostsDependencies): Promise<void> => {
  const { costs, environment } = definition;
  if (!costs?.monthlyMessage) return;
  try {
    await tell(definition, costs, deps);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.warn('monthly costs were not reported', { environment, reason });
  }
};
