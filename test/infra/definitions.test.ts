// The definitions in environments/ against what is deployed: every name exists, and everything that can be stopped, or that a
// stop sets off, is named.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { definitionOf } from '#config/packed.ts';
import { assertNever } from '#domain/errors.ts';
import type { Resource } from '#domain/resource.ts';
import { configOf } from '#infra/config/environment-config.ts';
import { type Deployed, deployedAs, environments, text } from './synthesised.ts';

/** What an environment consists of in AWS: type and name. */
const identityOf = (resource: Resource): string => {
  switch (resource.kind) {
    case 'rds-instance':
      return `AWS::RDS::DBInstance ${resource.instance}`;
    case 'aurora-cluster':
      return `AWS::RDS::DBCluster ${resource.cluster}`;
    case 'elasticache-replication-group':
      return `AWS::ElastiCache::ReplicationGroup ${resource.replicationGroup}`;
    case 'msk-cluster':
      return `AWS::MSK::Cluster ${resource.cluster}`;
    case 'msk-connector':
      return `AWS::KafkaConnect::Connector ${resource.connector}`;
    case 'ecs-service':
      return `AWS::ECS::Service ${resource.cluster}/${resource.service}`;
    default:
      return assertNever(resource);
  }
};

const nameProperty: Readonly<Record<string, string>> = {
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::MSK::Cluster': 'ClusterName',
  'AWS::KafkaConnect::Connector': 'ConnectorName',
};

const servicesIn = ({ stack, stackNames }: Deployed): string[] =>
  stackNames.flatMap((name) => {
    const clusters = new Map(
      stack(name)
        .all('AWS::ECS::Cluster')
        .map(({ id, properties }) => [id, properties.ClusterName]),
    );
    return stack(name)
      .all('AWS::ECS::Service')
      .map(({ properties }) => {
        const { Ref } = properties.Cluster as { Ref: string };
        return `AWS::ECS::Service ${clusters.get(Ref)}/${properties.ServiceName}`;
      });
  });

const deployedIn = (deployed: Deployed): string[] => [
  ...servicesIn(deployed),
  ...deployed.stackNames.flatMap((name) =>
    Object.entries(nameProperty).flatMap(([type, property]) =>
      deployed
        .stack(name)
        .all(type)
        .map(({ properties }) => `${type} ${properties[property]}`),
    ),
  ),
];

/** On the foundation of another environment, that one's cluster is a gate here, too. */
const reachable = (deployed: Deployed): string[] => {
  const { core } = configOf(deployed.environment);
  const shared = core.kind === 'here' && core.foundation.kind === 'shared' ? core.foundation.from : undefined;
  return [...deployedIn(deployed), ...(shared ? deployedIn(deployedAs(shared)) : [])];
};

describe.each(environments)('the definition of $environment', (deployed) => {
  const { resources } = definitionOf(deployed.environment);

  it('names what is deployed, or what need not be', () => {
    const missing = resources.filter((one) => !one.optional && !reachable(deployed).includes(identityOf(one)));

    expect(missing.map(identityOf)).toEqual([]);
  });

  it('names everything of the environment that can be stopped', () => {
    const named = resources.map(identityOf);

    expect(deployedIn(deployed).length).toBeGreaterThan(8);
    expect(deployedIn(deployed).filter((one) => !named.includes(one))).toEqual([]);
  });

  it('says what to fall back to exactly where operations own the count', () => {
    const { core } = configOf(deployed.environment);
    if (core.kind !== 'here') return;
    const services = resources.flatMap((one) => (one.kind === 'ecs-service' ? [one] : []));

    for (const { name, fallbackDesired } of services) {
      const count = core.workloads.taskCounts[name as keyof typeof core.workloads.taskCounts];
      expect([name, fallbackDesired]).toEqual([name, count.owner === 'operations' ? count.baseline : undefined]);
    }
  });
});

/** As the file says it: names, or what names begin with. Empty where a definition mutes nothing. */
const mutedBy = (environment: string): readonly string[] =>
  z
    .looseObject({ alarms: z.looseObject({ mute: z.array(z.string()) }).optional() })
    .parse(parse(readFileSync(`environments/${environment}.yaml`, 'utf8'))).alarms?.mute ?? [];

const isAbout = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

describe.each(environments)('the alarms that the definition of $environment mutes', ({ environment, stack }) => {
  const muted = mutedBy(environment);
  const alarms = stack('observability')
    .all('AWS::CloudWatch::Alarm')
    .map(({ properties }) => String(properties.AlarmName));

  it('are deployed, every one', () => {
    expect(muted.length).toBeGreaterThan(0);
    expect(muted.filter((pattern) => !alarms.some((name) => isAbout(name, pattern)))).toEqual([]);
  });

  it('are all that a stop sets off: Kafka stays up, and so do its alarms', () => {
    const armed = alarms.filter((name) => !muted.some((pattern) => isAbout(name, pattern)));

    expect(armed.filter((name) => !name.includes('-msk-'))).toEqual([]);
    expect(muted.filter((pattern) => isAbout('poc-atlas-dev-msk-high-cpu', pattern))).toEqual([]);
  });
});

describe.each(environments)('the topics that the definition of $environment listens to', ({ environment, stack }) => {
  const { topics = [] } = definitionOf(environment).notifications;
  const observability = stack('observability');
  const deployedTopics = new Map(
    observability.all('AWS::SNS::Topic').map(({ id, properties }) => [String(properties.TopicName), id]),
  );

  it('are deployed', () => {
    expect(topics.filter((name) => !deployedTopics.has(name))).toEqual([]);
  });

  it('hear of every alarm of the environment, so that alarm-notify does', () => {
    const heard = topics.map((name) => ({ Ref: deployedTopics.get(name) }));
    const alarms = observability.all('AWS::CloudWatch::Alarm').map(({ properties }) => properties);

    expect(heard).toHaveLength(1);
    for (const alarm of alarms) expect(alarm).toMatchObject({ AlarmActions: expect.arrayContaining(heard) });
  });

  it('exist before alarm-notify subscribes to them', () => {
    const subscribed = stack('operations')
      .all('AWS::SNS::Subscription', { Protocol: 'sqs' })
      .map(({ properties }) => text(properties.TopicArn));

    for (const name of topics) expect(subscribed.some((arn) => arn.endsWith(`:${name}`))).toBe(true);
    expect(stack('operations').dependsOn).toContain('observability');
  });
});
