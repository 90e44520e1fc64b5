// AWS starts a database by itself that was stopped for seven days; `reconcile` hears of it at once and not at its next tick.
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type RestartRule, restartRules } from '#access/restart-rules.ts';
import type { Definition } from '#definition/definition.ts';

type DatabaseRestartsProps = {
  readonly definition: Definition;
  readonly reconcile: IFunction;
  /** Those of the definition, if not said. */
  readonly rules?: readonly RestartRule[] | undefined;
};

export const databaseRestarts = (scope: Construct, { definition, reconcile, rules }: DatabaseRestartsProps): void => {
  const { environment } = definition;
  for (const { suffix, name, pattern } of rules ?? restartRules(definition)) {
    const rule = new CfnRule(scope, `DatabaseRestarts${suffix}`, {
      name,
      description: `Curfew: AWS restarts a database of ${environment} after seven days`,
      state: 'ENABLED',
      eventPattern: pattern,
      // No queue for what is not delivered: the next tick finds the database up and knows for how long it was down.
      targets: [
        {
          arn: reconcile.functionArn,
          id: 'Target0',
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 900 },
        },
      ],
    });
    new CfnPermission(scope, `DatabaseRestartsMayInvoke${suffix}`, {
      action: 'lambda:InvokeFunction',
      functionName: reconcile.functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
  }
};
