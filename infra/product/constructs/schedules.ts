// The schedules of one environment: EventBridge Scheduler invokes `start` and `stop` at the definition's local times, and
// `reconcile` all the time.
import { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib';
import type { IAlias, IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Action } from '#core/action.ts';
import { type FunctionName, functionNamesOf, namesOf, runs } from '#core/deployed.ts';
import type { Definition, WeeklySlot } from '#definition/definition.ts';
import { spreadText } from '#definition/schedule/spread-text.ts';

type SchedulesProps = {
  readonly definition: Definition;
  readonly runs: { readonly [A in Action]: IAlias };
  readonly reconcile: IFunction;
  readonly deadLetters: IQueue;
};

type Entry = {
  readonly name: FunctionName;
  readonly description: string;
  readonly schedule: ScheduleExpression;
  readonly target: IFunction;
  readonly input: Readonly<Record<string, string>>;
};

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
const slotEntries = ({ definition, runs: aliases }: SchedulesProps): Entry[] => {
  const { environment, schedule, timeZone } = definition;
  return runs.flatMap((action) => {
    const slot = schedule[action];
    if (!slot) return [];
    return {
      name: action,
      description: `Curfew: ${action} of ${environment}${spreadText(slot)}`,
      schedule: expressionOf(slot, timeZone),
      target: aliases[action],
      input: { function: action, environment, requestedBy: 'schedule', scheduledTime: ContextAttribute.scheduledTime },
    };
  });
};

const tickEntry = ({ definition: { environment }, reconcile }: SchedulesProps): Entry => ({
  name: 'reconcile',
  description: `Curfew: checks that ${environment} is in its desired state`,
  schedule: ScheduleExpression.rate(Duration.minutes(15)),
  target: reconcile,
  input: { function: 'reconcile', environment },
});

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { environment, schedule } = props.definition;
    const group = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: namesOf(environment).scheduleGroup,
      // Kept, it would stand in the way of the next deployment under the same name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    for (const { name, target, input, ...entry } of [...slotEntries(props), tickEntry(props)]) {
      const made = new Schedule(this, name, {
        ...entry,
        scheduleName: functionNamesOf(environment, name).schedule,
        scheduleGroup: group,
        timeWindow: TimeWindow.off(),
        enabled: schedule.enabled,
        target: new LambdaInvoke(target, {
          input: ScheduleTargetInput.fromObject(input),
          // The defaults, 185 attempts over a day, could deliver an evening's stop the next morning.
          retryAttempts: 3,
          maxEventAge: Duration.minutes(15),
          deadLetterQueue: props.deadLetters,
        }),
      });
      // An entry names its group, and CloudFormation does not read a dependency from a name.
      made.node.addDependency(group);
    }
  }
}
