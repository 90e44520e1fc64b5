// The calls of shared/costs/cost-explorer.ts that reconcile makes by itself, where a definition asks for it. Cost Explorer knows no
// resources.
import type { Definition } from '#definition/definition.ts';
import { allow, type Statement } from './statement.ts';

export const askForCosts = ({ costs, budgetGuard }: Pick<Definition, 'costs' | 'budgetGuard'>): Statement[] => {
  const monthly = costs?.monthlyMessage ? ['ce:GetCostComparisonDrivers'] : [];
  const guarded = budgetGuard ? ['ce:GetCostForecast'] : [];
  const asked = [...monthly, ...guarded];
  return asked.length === 0 ? [] : [allow(['ce:GetCostAndUsage', ...asked], ['*'])];
};
