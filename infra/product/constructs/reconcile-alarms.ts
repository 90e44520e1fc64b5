// What reconcile is watched for: what it finds and leaves to people, and that it looks at all.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { namesOf } from '#core/deployed.ts';
import type { Notice } from '#core/notice.ts';
import type { Definition } from '#definition/definition.ts';
import { ownAlarm } from './own-alarms.ts';

type ReconcileAlarmsProps = { readonly definition: Definition; readonly tell: readonly ITopic[] };

/** Of the notices, those that mean that an environment is not up, or not down, when it is due. */
const notAsDue: readonly Notice['notice'][] = ['not-up', 'late'];

/** Said once by reconcile itself; its log says it at every look, so the alarm lasts until the environment is as it is due. */
const tellOfNotAsDue = (
  reconcile: LambdaFunction,
  { definition: { environment }, tell }: ReconcileAlarmsProps,
): void => {
  const found = new MetricFilter(reconcile, 'NotAsDue', {
    logGroup: reconcile.logGroup,
    filterPattern: FilterPattern.any(
      ...notAsDue.map((notice) => FilterPattern.stringValue('$.saying.notice', '=', notice)),
    ),
    metricNamespace: 'Curfew',
    metricName: 'NotAsDue',
    metricValue: '1',
    dimensions: { environment: '$.environment' },
  });
  ownAlarm(reconcile, 'NotAsDueAlarm', {
    name: namesOf(environment).notAsDue,
    meaning:
      `${environment} is not in its desired state, and Curfew cannot fix that. ` +
      `curfew status ${environment} shows the differences; after the fix, start or stop by hand.`,
    // A look every 15 minutes: one of two periods in a row may have none.
    metric: found.metric({ period: Duration.minutes(30), statistic: 'Sum', dimensionsMap: { environment } }),
    tell,
  });
};

/** Whatever switched the looks off, nobody else would notice. */
const tellOfSilence = (reconcile: LambdaFunction, { definition, tell }: ReconcileAlarmsProps): void => {
  const { environment } = definition;
  const alarm = new Alarm(reconcile, 'Silent', {
    alarmName: namesOf(environment).silent,
    alarmDescription:
      `Reconcile has not checked ${environment} for an hour, so starts and stops may be missing too. See the schedules of ` +
      `the group ${namesOf(environment).scheduleGroup} by hand; a deployment of operations restores them.`,
    metric: reconcile.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(...tell.map((topic) => new SnsAction(topic)));
};

export const reconcileAlarms = (reconcile: LambdaFunction, props: ReconcileAlarmsProps): void => {
  tellOfNotAsDue(reconcile, props);
  tellOfSilence(reconcile, props);
};
