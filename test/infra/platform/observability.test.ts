// Alarms, dashboards, budgets and New Relic of each environment, by meaning.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { databases, planeNames, workloads } from '#infra/platform/core-names.ts';
import { coreOf } from '#test/infra/fixtures/environments.ts';
import { environments } from '#test/infra/synthesised.ts';

const planes = environments.map(({ environment, stack }) => {
  const core = coreOf(environment);
  const observability = stack('observability');
  const alarms = observability.all('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
  return { environment, core, names: planeNames(core.naming), stack: observability, alarms };
});

describe.each(planes)('the alarms of $environment', ({ core, names, stack, alarms }) => {
  const called = new Map(alarms.map((alarm) => [String(alarm.AlarmName), alarm]));

  it('the alarms of an environment cover every service, every database, the load balancer, and Kafka where it is owned', () => {
    const services = workloads.map((workload) => names.service(workload));
    const instances = databases.map((database) => names.database(database));
    const behind = (['events-ingestion', 'dashboard-backend', 'kafka-ui'] as const).map(names.targetGroup);

    expect([...called.keys()].sort()).toEqual(
      [
        ...services.flatMap((name) => [
          `${name}-high-cpu`,
          `${name}-high-memory`,
          `${name}-running-tasks-below-desired`,
        ]),
        ...instances.flatMap((name) =>
          ['low-storage', 'high-database-cpu', 'high-session-load', 'high-connections'].map(
            (kind) => `${name}-${kind}`,
          ),
        ),
        ...behind.map((name) => `${name}-unhealthy-hosts`),
        ...(core.foundation.kind === 'owned'
          ? ['high-disk', 'high-cpu', 'high-memory', 'under-replicated-partitions'].map(
              (kind) => `${core.naming.prefix}-msk-${kind}`,
            )
          : []),
      ].sort(),
    );
  });

  it('the alarms of an environment tell the operators and Slack, when they are raised and when they are over', () => {
    const topics = [names.alarmTopic, names.slackAlarmTopic].map((name) => ({
      Ref: stack.only('AWS::SNS::Topic', { TopicName: name }).id,
    }));

    for (const alarm of alarms) expect(alarm).toMatchObject({ AlarmActions: topics, OKActions: topics });
  });

  it('the alarms of an environment stay silent about what is stopped and sends no metrics', () => {
    expect(new Set(alarms.map(({ TreatMissingData }) => TreatMissingData))).toEqual(new Set(['notBreaching']));
  });

  it('the alarms of an environment say what they mean and where it is written what to do', () => {
    const headings =
      readFileSync('docs/alarms.md', 'utf8')
        .match(/^## .*/gm)
        ?.map((line) => line.slice(3)) ?? [];
    const named = new Set(
      alarms.map(({ AlarmDescription }) => /docs\/alarms\.md, ([\w-]+)\.$/.exec(String(AlarmDescription))?.[1]),
    );

    expect([...named].filter((name) => !headings.includes(String(name)))).toEqual([]);
  });

  it('the alarms of an environment count missing tasks from the metrics of Container Insights', () => {
    const service = names.service('scoring');

    expect(called.get(`${service}-running-tasks-below-desired`)).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Metrics: expect.arrayContaining([
        expect.objectContaining({ Expression: 'desired - running' }),
        ...['desired', 'running'].map((Id) =>
          expect.objectContaining({
            Id,
            MetricStat: expect.objectContaining({
              Metric: {
                Namespace: 'ECS/ContainerInsights',
                MetricName: Id === 'desired' ? 'DesiredTaskCount' : 'RunningTaskCount',
                Dimensions: expect.arrayContaining([
                  { Name: 'ClusterName', Value: names.cluster },
                  { Name: 'ServiceName', Value: service },
                ]),
              },
            }),
          }),
        ),
      ]),
    });
  });

  it('the alarms of an environment fit the size of what they watch', () => {
    const { camunda } = core.data.databases;
    const alarm = called.get(`${names.database('camunda')}-low-storage`);

    expect(alarm).toMatchObject({
      Threshold: camunda.storageGib * 1_024 ** 3 * 0.15,
      ComparisonOperator: 'LessThanThreshold',
    });
  });

  it('alarms watch every broker of the cluster', () => {
    if (core.foundation.kind !== 'owned') return;
    const { Metrics } = called.get(`${core.naming.prefix}-msk-high-disk`) as { Metrics: { MetricStat?: object }[] };

    expect(Metrics.filter(({ MetricStat }) => MetricStat)).toHaveLength(core.foundation.kafka.brokersPerZone * 2);
  });
});

describe.each(planes)('whoever watches $environment', ({ environment, core, names, stack }) => {
  it('whoever watches an environment gets mail at the address that people of the account wrote down', () => {
    const { properties } = stack.only('AWS::SNS::Subscription', { Protocol: 'email' });
    const { Ref } = properties.Endpoint as { Ref: string };

    expect(stack.template.toJSON().Parameters[Ref]).toMatchObject({ Default: `/platform/${environment}/owner/email` });
  });

  it('whoever watches an environment hears of costs by mail and in Slack, where this environment counts them', () => {
    const budgets = stack.all('AWS::Budgets::Budget').map(({ properties }) => properties);
    const { budget } = core.observability;
    const slack = { Ref: stack.only('AWS::SNS::Topic', { TopicName: names.slackAlarmTopic }).id };

    expect(budgets).toHaveLength(budget === 'none' ? 0 : 1);
    if (budget === 'none') return;
    const { Budget, NotificationsWithSubscribers } = budgets[0] as {
      Budget: object;
      NotificationsWithSubscribers: object[];
    };
    expect(Budget).toEqual({
      BudgetName: expect.stringMatching(new RegExp(`^${names.budget}-[0-9a-f]{8}$`)),
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: budget.monthlyUsd, Unit: 'USD' },
    });
    expect(NotificationsWithSubscribers.length).toBeGreaterThan(2);
    for (const one of NotificationsWithSubscribers)
      expect(one).toMatchObject({
        Subscribers: [{ SubscriptionType: 'EMAIL' }, { SubscriptionType: 'SNS', Address: slack }],
      });
  });

  it('whoever watches an environment trusts only CloudWatch and Budgets of this account to speak', () => {
    const policies = stack.all('AWS::SNS::TopicPolicy').map(({ properties }) => properties.PolicyDocument);

    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      const { Statement } = policy as { Statement: { Effect: string; Condition?: unknown }[] };
      for (const one of Statement.filter(({ Effect }) => Effect === 'Allow'))
        expect(one.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
    }
  });

  it('whoever watches an environment sees alarms, Kafka, services and databases on one dashboard', () => {
    const { properties } = stack.only('AWS::CloudWatch::Dashboard', { DashboardName: names.dashboard });
    const body = JSON.stringify(properties.DashboardBody);

    for (const section of ['Alarms', 'MSK', 'ECS', 'RDS']) expect(body).toContain(`## ${section}`);
    for (const workload of workloads) expect(body).toContain(names.service(workload));
    for (const database of databases) expect(body).toContain(names.database(database));
  });

  it('New Relic may read the metrics of an environment, and no data', () => {
    const roles = stack.all('AWS::IAM::Role');
    expect(roles).toHaveLength(core.observability.newRelic ? 1 : 0);
    const [role] = roles;
    if (!role) return;
    const { Statement } = role.properties.AssumeRolePolicyDocument as { Statement: { Condition: object }[] };

    expect(Statement[0]?.Condition).toMatchObject({ StringEquals: { 'sts:ExternalId': { Ref: expect.any(String) } } });
    const actions = stack.allowedTo(role).flatMap((statement) => statement.actions);
    expect(actions.filter((action) => !/:(Get(Metric|Resources)|List|Describe)/.test(action))).toEqual([]);
    expect(actions.filter((action) => /^(s3|dynamodb|secretsmanager|logs|ssm|kms):/.test(action))).toEqual([]);
  });
});

it('the costs of an account are counted once', () => {
  const counting = planes
    .filter(({ core }) => core.observability.budget !== 'none')
    .map(({ environment }) => environment);

  expect(counting.sort()).toEqual(['prod', 'staging']);
});
