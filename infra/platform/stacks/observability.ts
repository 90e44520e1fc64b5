// The observability stack of an environment: its alarms and who receives them, its dashboard, its budget, and New Relic.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { AlarmSpec } from '../alarms/alarm.ts';
import { databaseAlarms } from '../alarms/databases.ts';
import { kafkaAlarms, kafkaMetrics } from '../alarms/kafka.ts';
import { targetGroupAlarm } from '../alarms/load-balancer.ts';
import { serviceAlarms } from '../alarms/services.ts';
import { alarmTopic } from '../constructs/alarm-topic.ts';
import { type Edge, publicWorkloads } from '../constructs/edge.ts';
import { environmentAlarm } from '../constructs/environment-alarm.ts';
import { environmentDashboard } from '../constructs/environment-dashboard.ts';
import { monthlyBudget } from '../constructs/monthly-budget.ts';
import { newRelicRole } from '../constructs/new-relic-role.ts';
import { databases, foundationNames } from '../core-names.ts';
import { newRelicDashboards } from '../new-relic-dashboards.ts';
import { operatorInput } from '../operator-inputs.ts';
import { type PlaneProps, stackProps } from './core-stack.ts';
import { deployedWorkloads } from './workloads.ts';

type ObservabilityProps = PlaneProps & { readonly edge: Edge };

export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    const { config, core, environment, names } = props;
    super(scope, id, stackProps(config, core, `${environment}: alarms, dashboards and budgets`));
    const email = operatorInput(this, environment, 'owner/email');
    const topics = this.topics(props, email);
    const alarms = alarmsOf(props).map((spec) => environmentAlarm(this, spec, [topics.operators, topics.slack]));
    environmentDashboard(this, { names, alarms, workloads: deployedWorkloads(props), kafka: shownKafka(props) });
    const { budget, newRelic } = core.observability;
    if (budget !== 'none')
      monthlyBudget(this, { name: names.budget, usd: budget.monthlyUsd, ownerEmail: email, topic: topics.slack });
    if (newRelic) this.newRelic(props);
    this.say(props);
  }

  private topics({ environment, names }: PlaneProps, email: string): { operators: ITopic; slack: ITopic } {
    const operators = alarmTopic(this, 'alarm-topic', {
      name: names.alarmTopic,
      displayName: `Alarms of ${environment}`,
      publishers: ['cloudwatch'],
    });
    operators.addSubscription(new EmailSubscription(email));
    const slack = alarmTopic(this, 'slack-alarm-topic', {
      name: names.slackAlarmTopic,
      displayName: `Alarms of ${environment} for Slack`,
      publishers: ['cloudwatch', 'budgets'],
    });
    return { operators, slack };
  }

  private say({ core, names, environment }: PlaneProps): void {
    new CfnOutput(this, 'DashboardName', { value: names.dashboard, description: 'In CloudWatch' });
    new CfnOutput(this, 'NewRelicDashboards', {
      value: newRelicDashboards(core, names).join(', '),
      description: `In New Relic, pushed by: npm run new-relic -- ${environment}`,
    });
  }

  private newRelic({ environment, names }: PlaneProps): void {
    const role = newRelicRole(this, {
      roleName: names.newRelicRole,
      awsAccountId: operatorInput(this, environment, 'new-relic/aws-account-id'),
      externalId: operatorInput(this, environment, 'new-relic/account-id'),
    });
    new CfnOutput(this, 'NewRelicRoleArn', { value: role.roleArn, description: 'Enter this in New Relic by hand' });
  }
}

/** Every alarm of the environment itself. Those of Curfew's own parts are in the operations stack. */
const alarmsOf = (props: ObservabilityProps): AlarmSpec[] => {
  const { core, names, edge } = props;
  const { foundation, naming, data } = core;
  return [
    ...deployedWorkloads(props).flatMap((workload) => serviceAlarms(names, workload)),
    ...databases.flatMap((database) => databaseAlarms(names, database, data.databases[database])),
    ...(foundation.kind === 'owned' ? kafkaAlarms(names, foundationNames(naming.prefix), foundation.kafka) : []),
    ...publicWorkloads.map((workload) => targetGroupAlarm(names, workload, edge)),
  ];
};

const shownKafka = ({ core: { foundation, naming } }: PlaneProps) =>
  foundation.kind === 'owned'
    ? kafkaMetrics(foundationNames(naming.prefix), foundation.kafka)
    : { shownBy: foundation.from };
