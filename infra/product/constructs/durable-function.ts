// A durable Lambda behind an alias: `start` or `stop` of one environment.
import { Annotations, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Action } from '#core/action.ts';
import { liveAlias } from '#core/deployed.ts';
import { jobMinutesMax, runSecondsMax } from '#core/run-limits.ts';
import { environmentFunction, type Surroundings } from './environment-function.ts';

type DurableFunctionProps = Surroundings & { readonly action: Action };

/**
 * Before a stop jobs may be let finish; past a run's own limit there is still its report to keep and to send, with retries. For jobs
 * there is always time, as the setting belongs to the creation of the function.
 */
const executionTimeout = (action: Action): Duration =>
  Duration.seconds(runSecondsMax).plus(Duration.minutes(action === 'stop' ? jobMinutesMax + 15 : 15));

export class DurableFunction extends Construct {
  readonly alias: Alias;

  constructor(scope: Construct, id: string, { action, ...surroundings }: DurableFunctionProps) {
    super(scope, id);
    const { definition } = surroundings;
    const { environment } = definition;
    const lambda = environmentFunction(this, {
      ...surroundings,
      name: action,
      lambda: {
        description: `Curfew: ${action === 'start' ? 'starts' : 'stops'} ${environment}`,
        // Of one invocation, not of the run: a crashed one is noticed and repeated only after this.
        // A call to AWS may take three attempts of a minute, and a look several calls.
        timeout: Duration.minutes(5),
        // Can only be set when the function is created; with a fixed name it cannot be replaced later.
        durableConfig: { executionTimeout: executionTimeout(action), retentionPeriod: Duration.days(14) },
        // A run that is under way resumes on the version it began with, so a deployment must not take that one away.
        currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      },
    });
    Annotations.of(lambda).acknowledgeInfo('aws-lambda:Function.DurableConfig', 'Durable since it was first deployed');
    this.alias = new Alias(this, 'Live', { aliasName: liveAlias, version: lambda.currentVersion });
  }
}
