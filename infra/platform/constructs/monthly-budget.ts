// What the account may cost a month, and who hears of it. Cost figures are hours old: nothing is stopped by them.
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

type MonthlyBudgetProps = {
  readonly usd: number;
  readonly ownerEmail: string;
  readonly topic: ITopic;
};

const notifications = [
  { notificationType: 'ACTUAL', threshold: 50 },
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/** Without a name: thresholds cannot be changed in place, and a new budget would collide with the old one's. */
export const monthlyBudget = (scope: Construct, { usd, ownerEmail, topic }: MonthlyBudgetProps): CfnBudget => {
  const budget = new CfnBudget(scope, 'budget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: usd, unit: 'USD' } },
    notificationsWithSubscribers: notifications.map((notification) => ({
      notification: { ...notification, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
      subscribers: [
        { subscriptionType: 'EMAIL', address: ownerEmail },
        { subscriptionType: 'SNS', address: topic.topicArn },
      ],
    })),
  });
  // AWS tries whether it may publish when the budget is made.
  budget.node.addDependency(topic);
  return budget;
};
