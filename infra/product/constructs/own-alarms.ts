// Alarms of Curfew about itself. They notify the operators, which Slack shows, and also the mailboxes: none of them may depend on
// the function that speaks to Slack.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

type OwnAlarm = {
  readonly name: string;
  /** What has happened, and what to do. */
  readonly meaning: string;
  /** Raised by one or more of it. */
  readonly metric: IMetric;
  readonly tell: readonly ITopic[];
  /** In a row; one if not said. */
  readonly periods?: number;
};

export const ownAlarm = (
  scope: Construct,
  id: string,
  { name, meaning, metric, tell, periods = 1 }: OwnAlarm,
): Alarm => {
  const alarm = new Alarm(scope, id, {
    alarmName: name,
    alarmDescription: meaning,
    metric,
    threshold: 1,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(...tell.map((topic) => new SnsAction(topic)));
  return alarm;
};

type FailingAlarm = Pick<OwnAlarm, 'name' | 'tell'> & { readonly logGroup: string; readonly periods: number };

/** Sooner than a dead letter, which comes only after the last repetition; and of an invocation that somebody waits for, at all. */
export const failingAlarm = (lambda: IFunction, { name, logGroup, periods, tell }: FailingAlarm): Alarm =>
  ownAlarm(lambda, 'Failing', {
    name,
    meaning:
      `An invocation of ${lambda.functionName} failed${periods > 1 ? ', and so did those after it' : ''}. ` +
      `Read the reason in ${logGroup} by hand; a refused manual request also counts.`,
    metric: lambda.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
    periods,
    tell,
  });
