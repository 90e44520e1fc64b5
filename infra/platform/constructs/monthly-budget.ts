// What the account may cost a month, and who is notified. Cost figures are hours old: nothing is stopped by them.
import { createHash } from 'node:crypto';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

type MonthlyBudgetProps = {
  readonly name: string;
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

/** Thresholds cannot be changed in place: other ones make another budget, whose name must not collide with the old one's. */
const thresholds = createHash('sha256').update(JSON.stringify(notifications)).digest('hex').slice(0, 8);

export const monthlyBudget = (scope: Construct, { name, usd, ownerEmail, topic }: MonthlyBudgetProps): CfnBudget => {
  const budget = new CfnBudget(scope, 'budget', {
    budget: {
      budgetName: `${name}-${thresholds}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: usd, unit: 'USD' },
    },
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
