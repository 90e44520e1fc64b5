// The schedule group of one environment, and its one schedule that does not depend on the definition: `reconcile` looks all the time.
// Those of starts and stops are made by `control`, in this group.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { functionNamesOf, namesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';

type SchedulesProps = {
  readonly definition: Definition;
  readonly reconcile: IFunction;
  readonly deadLetters: IQueue;
};

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { definition: { environment }, reconcile, deadLetters }: SchedulesProps) {
    super(scope, id);
    const group = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: namesOf(environment).scheduleGroup,
      // Kept, it would stand in the way of the next deployment under the same name. What `control` made in it goes with it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const made = new Schedule(this, 'reconcile', {
      scheduleName: functionNamesOf(environment, 'reconcile').schedule,
      scheduleGroup: group,
      description: `Curfew: checks that ${environment} is in its desired state`,
      schedule: ScheduleExpression.rate(Duration.minutes(15)),
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(reconcile, {
        input: ScheduleTargetInput.fromObject({ function: 'reconcile', environment }),
        // The next look knows more than a late one.
        retryAttempts: 3,
        maxEventAge: Duration.minutes(15),
        deadLetterQueue: deadLetters,
      }),
    });
    // An entry names its group, and CloudFormation does not read a dependency from a name.
    made.node.addDependency(group);
  }
}
