// What reconcile says and does about the costs of a month, where a definition asks for it.
import type { Savings } from '#core/cost.ts';
import { type GuardDependencies, guardBudget } from '#costs/guard-budget.ts';
import { type MonthlyCostsDependencies, tellMonthlyCosts } from '#costs/publish-costs.ts';
import type { Definition } from '#definition/definition.ts';
import { monthAt } from '#savings/month.ts';
import { type SavingsDependencies, savingsOf } from '#savings/publish-savings.ts';
import { savings } from '#savings/savings.ts';
import { hoursSpared } from '#savings/stopped-earlier.ts';

export type CostsDependencies = Pick<SavingsDependencies, 'state' | 'sizes' | 'prices' | 'runtime' | 'log'> &
  Pick<GuardDependencies, 'kept' | 'ask' | 'say' | 'state'> &
  Pick<MonthlyCostsDependencies, 'sayCosts'>;

const savingsIn = async (
  definition: Definition,
  month: string,
  deps: CostsDependencies,
): Promise<Savings | undefined> => {
  const prices = deps.prices(definition.region);
  return prices && savingsOf(definition, month, prices, deps);
};

/** Only what has a certain price counts. */
const perHour = ({ resources }: Savings): number =>
  resources.reduce((sum, { usdPerHour = 0, confidence }) => sum + (confidence === 'C' ? 0 : usdPerHour), 0);

export const lookAtCosts = async (definition: Definition, deps: CostsDependencies): Promise<void> => {
  const nowMs = () => deps.runtime.now().getTime();
  await guardBudget(definition, {
    ...deps,
    nowMs,
    spared: async (guarded, untilMs) => {
      const prices = deps.prices(definition.region);
      if (!prices) return undefined;
      const sizes = await deps.sizes(definition, await deps.state.memories(definition.environment));
      const month = monthAt(nowMs(), definition.timeZone);
      const found = savings({ definition, month, nowMs: nowMs(), reports: [], sizes, prices });
      return perHour(found) * hoursSpared(definition, guarded.budgetGuard, { from: nowMs(), to: untilMs });
    },
  });
  await tellMonthlyCosts(definition, { ...deps, nowMs, savingsOf: (_, month) => savingsIn(definition, month, deps) });
};
