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

const patternOf = (databases: readonly string[]) => ({
  source: ['aws.rds'],
  detailType: ['RDS DB Instance Event', 'RDS DB Cluster Event'],
  detail: { EventID: restarts, SourceIdentifier: [...databases] },
});

/** Quota of EventBridge, by letters. */
const patternCharactersMax = 2_048;

/** As many databases to a rule as a pattern takes. */
const byRule = (databases: readonly string[]): string[][] => {
  const rules: string[][] = [];
  for (const database of databases) {
    const last = rules.at(-1);
    // The template spells one key differently, `detail-type`.
    const size = JSON.stringify(patternOf([...(last ?? []), database])).length + 1;
    if (last && size <= patternCharactersMax) last.push(database);
    else rules.push([database]);
  }
  return rules;
};

export const databaseRestarts = (scope: Construct, { definition, reconcile }: DatabaseRestartsProps): void => {
  const { environment, resources } = definition;
  const databases = resources.filter(({ kind }) => isRestartedByAws(kind)).map(awsNameOf);
  // An empty list would match nothing, and EventBridge refuses it.
  for (const [index, some] of byRule(databases).entries()) {
    const suffix = index === 0 ? '' : `-${index + 1}`;
    new Rule(scope, `DatabaseRestarts${suffix}`, {
      ruleName: `${namesOf(environment).databaseRestarts}${suffix}`,
      description: `Curfew: AWS restarts a database of ${environment} after seven days`,
      eventPattern: patternOf(some),
      // No queue for what is not delivered: the next tick finds the database up and knows for how long it was down.
      targets: [new LambdaFunction(reconcile, { retryAttempts: 3, maxEventAge: Duration.minutes(15) })],
    });
  }
};
