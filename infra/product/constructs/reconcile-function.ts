// The Lambda `reconcile` of one environment: not durable, a look takes seconds and the next one comes anyway.
import { Duration } from 'aws-cdk-lib';
import type { IAlias, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Action } from '#core/action.ts';
import { environmentFunction, type Surroundings } from './environment-function.ts';
import { reconcileAlarms } from './reconcile-alarms.ts';
import type { SchedulerRole } from './scheduler-role.ts';

type ReconcileFunctionProps = Surroundings & {
  /** What it has changes made by. */
  readonly runs: { readonly [A in Action]: IAlias };
  readonly schedulerRole: SchedulerRole;
};

export class ReconcileFunction extends Construct {
  readonly lambda: IFunction;

  constructor(scope: Construct, id: string, { runs, schedulerRole, ...surroundings }: ReconcileFunctionProps) {
    super(scope, id);
    const { definition } = surroundings;
    const { environment } = definition;
    const lambda = environmentFunction(this, {
      ...surroundings,
      name: 'reconcile',
      environment: {
        ENVIRONMENT: environment,
        START_FUNCTION_ARN: runs.start.functionArn,
        STOP_FUNCTION_ARN: runs.stop.functionArn,
        ...schedulerRole.variables,
      },
      lambda: {
        description: `Curfew: compares ${environment} with its desired state`,
        timeout: Duration.minutes(2),
        // The next tick knows more than a late repetition of this one.
        maxEventAge: Duration.minutes(10),
        retryAttempts: 1,
      },
      // Repeated by itself and by the next tick: one failure is no news.
      failingPeriods: 3,
    });
    reconcileAlarms(lambda, { definition, tell: [surroundings.operatorTopic, surroundings.mailboxes] });
    this.lambda = lambda;
  }
}
