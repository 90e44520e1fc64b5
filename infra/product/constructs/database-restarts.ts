// AWS starts a database by itself that was stopped for seven days; `reconcile` hears of it at once and not at its next tick.
import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { namesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { awsNameOf, isRestartedByAws } from '#kinds/resource.ts';

type DatabaseRestartsProps = { readonly definition: Definition; readonly reconcile: IFunction };

/** "Being started because it exceeded the maximum stop time": of a cluster, of an instance (facts/aws-semantics.md 1.4). */
const restarts = ['RDS-EVENT-0153', 'RDS-EVENT-0154'];

export const databaseRestarts = (scope: Construct, { definition, reconcile }: DatabaseRestartsProps): void => {
  const { environment, resources, schedule } = definition;
  const databases = resources.filter(({ kind }) => isRestartedByAws(kind)).map(awsNameOf);
  // An empty list would match nothing, and EventBridge refuses it.
  if (databases.length === 0) return;
  new Rule(scope, 'DatabaseRestarts', {
    ruleName: namesOf(environment).databaseRestarts,
    description: `Curfew: AWS restarts a database of ${environment} after seven days`,
    enabled: schedule.enabled,
    eventPattern: {
      source: ['aws.rds'],
      detailType: ['RDS DB Instance Event', 'RDS DB Cluster Event'],
      detail: { EventID: restarts, SourceIdentifier: databases },
    },
    // No queue for what is not delivered: the next tick finds the database up and knows for how long it was down.
    targets: [new LambdaFunction(reconcile, { retryAttempts: 3, maxEventAge: Duration.minutes(15) })],
  });
};
