// The schedules of one environment: EventBridge Scheduler invokes `start` and `stop` at the definition's local times.
import { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import type { IAlias } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Action, Definition, WeeklySlot } from '#domain/definition.ts';
import { functionNamesOf, namesOf } from '#infra/lib/naming.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export type SchedulesProps = {
  readonly definition: Definition;
  readonly targets: { readonly [A in Action]: IAlias };
  readonly operatorTopic: ITopic;
};

const actions = ['start', 'stop'] as const satisfies readonly Action[];
const everyDay = 7;

/** A day of the month and a day of the week cannot both be given, so all seven days are left out. */
const expressionOf = ({ days, at }: WeeklySlot, timeZone: string): ScheduleExpression => {
  const [hour, minute] = at.split(':').map(Number);
  return ScheduleExpression.cron({
    minute: String(minute),
    hour: String(hour),
    ...(days.length === everyDay ? {} : { weekDay: days.map((day) => day.toUpperCase()).join(',') }),
    timeZone: TimeZone.of(timeZone),
  });
};

/** The alias itself, with no dispatcher in between: `start` and `stop` recognise a second delivery of the same slot. */
const invoke = (alias: IAlias, environment: string, deadLetterQueue: IQueue): LambdaInvoke =>
  new LambdaInvoke(alias, {
    input: ScheduleTargetInput.fromObject({
      environment,
      requestedBy: 'schedule',
      scheduledTime: ContextAttribute.scheduledTime,
    }),
    // The defaults, 185 attempts over a day, could deliver an evening's stop the next morning.
    retryAttempts: 3,
    maxEventAge: Duration.minutes(15),
    deadLetterQueue,
  });

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { definition, targets, operatorTopic }: SchedulesProps) {
    super(scope, id);
    const { environment, schedule, timeZone } = definition;
    const group = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: namesOf(environment).scheduleGroup,
      // Kept, it would stand in the way of the next deployment under the same name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const undelivered = new DeadLetterQueue(this, 'Undelivered', {
      name: namesOf(environment).undelivered,
      meaning:
        `EventBridge Scheduler could not invoke a function of ${environment}, so a start or a stop did not happen. ` +
        'The message says which and why. Run it by hand, then purge the queue.',
      tell: operatorTopic,
    });
    for (const action of actions) {
      const slot = schedule[action];
      if (!slot) continue;
      const entry = new Schedule(this, action, {
        scheduleName: functionNamesOf(environment, action).schedule,
        scheduleGroup: group,
        description: `Curfew: ${action} of ${environment}`,
        schedule: expressionOf(slot, timeZone),
        timeWindow: TimeWindow.off(),
        enabled: schedule.enabled,
        target: invoke(targets[action], environment, undelivered.queue),
      });
      // An entry names its group, and CloudFormation does not read a dependency from a name.
      entry.node.addDependency(group);
    }
  }
}
