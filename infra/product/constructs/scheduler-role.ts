// What EventBridge Scheduler may do for an environment: invoke its runs, and put what it could not deliver into the queue.
import { Aws, Stack } from 'aws-cdk-lib';
import { CfnPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IAlias } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow, documentOf } from '#access/statement.ts';
import type { Action } from '#core/action.ts';
import { namesOf } from '#core/deployed.ts';
import { arnsIn } from '../iam/statements.ts';

type SchedulerRoleProps = {
  readonly environment: string;
  readonly runs: { readonly [A in Action]: IAlias };
  readonly deadLetters: IQueue;
};

export class SchedulerRole extends Construct {
  /** What whoever makes schedules is told. */
  readonly variables: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { environment, runs, deadLetters }: SchedulerRoleProps) {
    super(scope, id);
    const { schedulerRole, scheduleGroup } = namesOf(environment);
    const arn = arnsIn(Stack.of(this));
    const role = new Role(this, 'Role', {
      roleName: schedulerRole,
      // Nobody else's schedules, in this account or another (docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': Aws.ACCOUNT_ID,
            'aws:SourceArn': arn('scheduler', `schedule-group/${scheduleGroup}`),
          },
        },
      }),
    });
    new CfnPolicy(this, 'Policy', {
      policyName: schedulerRole,
      roles: [role.roleName],
      policyDocument: documentOf([
        allow(['lambda:InvokeFunction'], [runs.start.functionArn, runs.stop.functionArn]),
        allow(['sqs:SendMessage'], [deadLetters.queueArn]),
      ]),
    });
    this.variables = { SCHEDULER_ROLE_ARN: role.roleArn, DEAD_LETTERS_ARN: deadLetters.queueArn };
  }
}
