// An alarm of the environment itself. It notifies the operators and also Slack: when it is raised, and when it is over.
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmSpec } from '../alarms/alarm.ts';

const comparisonOf = (limit: AlarmSpec['limit']): { threshold: number; comparisonOperator: ComparisonOperator } => {
  if ('above' in limit)
    return { threshold: limit.above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD };
  if ('below' in limit) return { threshold: limit.below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD };
  return { threshold: limit.atLeast, comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD };
};

/** What is stopped on purpose sends no metrics, and that alone must page nobody. */
export const environmentAlarm = (scope: Construct, spec: AlarmSpec, tell: readonly ITopic[]): Alarm => {
  const alarm = new Alarm(scope, spec.name, {
    alarmName: spec.name,
    alarmDescription: `${spec.meaning} What to do: docs/alarms.md, ${spec.runbook}.`,
    metric: spec.metric,
    ...comparisonOf(spec.limit),
    evaluationPeriods: spec.periods,
    datapointsToAlarm: spec.periods,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const actions = tell.map((topic) => new SnsAction(topic));
  alarm.addAlarmAction(...actions);
  alarm.addOkAction(...actions);
  return alarm;
};
