// The Lambda `control` of one environment: the only writer of its definitions, behind a URL that tells it who asks.
import { Duration } from 'aws-cdk-lib';
import { Alias, FunctionUrlAuthType, type IAlias, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Action } from '#core/action.ts';
import { urlAlias } from '#core/deployed.ts';
import { environmentFunction, type Surroundings } from './environment-function.ts';
import type { SchedulerRole } from './scheduler-role.ts';

type ControlFunctionProps = Surroundings & {
  /** What the schedules that it makes lead to. */
  readonly runs: { readonly [A in Action]: IAlias };
  readonly schedulerRole: SchedulerRole;
};

export class ControlFunction extends Construct {
  readonly lambda: IFunction;
  /** Whoever may invoke it by IAM. */
  readonly url: string;

  constructor(scope: Construct, id: string, { runs, schedulerRole, ...surroundings }: ControlFunctionProps) {
    super(scope, id);
    const { environment } = surroundings.definition;
    const lambda = environmentFunction(this, {
      ...surroundings,
      name: 'control',
      isAsked: true,
      environment: {
        ENVIRONMENT: environment,
        START_FUNCTION_ARN: runs.start.functionArn,
        STOP_FUNCTION_ARN: runs.stop.functionArn,
        ...schedulerRole.variables,
      },
      lambda: {
        description: `Curfew: stores the definition of ${environment} and keeps its schedules`,
        timeout: Duration.minutes(1),
        // Who asks waits for the answer and asks again.
        retryAttempts: 0,
      },
    });
    this.lambda = lambda;
    const alias = new Alias(this, 'Url', { aliasName: urlAlias, version: lambda.latestVersion });
    this.url = alias.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM }).url;
  }
}
