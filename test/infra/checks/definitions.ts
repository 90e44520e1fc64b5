// A definition against what is deployed: every name exists, and everything that can be stopped, or that a stop sets off, is named.

import type { Definition } from '#definition/definition.ts';
import { awsNameOf, type Kind, type Resource } from '#kinds/resource.ts';
import { configOf } from '#test/infra/fixtures/environments.ts';
import { type Deployed, deployedAs } from '../synthesised.ts';

/** How CloudFormation calls the kinds that this repository deploys. */
const types: Readonly<Partial<Record<Kind, string>>> = {
  'rds-instance': 'AWS::RDS::DBInstance',
  'aurora-cluster': 'AWS::RDS::DBCluster',
  'elasticache-replication-group': 'AWS::ElastiCache::ReplicationGroup',
  'msk-cluster': 'AWS::MSK::Cluster',
  'msk-connector': 'AWS::KafkaConnect::Connector',
  'ecs-service': 'AWS::ECS::Service',
};

/** What an environment consists of in AWS: type and name. */
const cloudFormationIdentity = (resource: Resource): string =>
  `${types[resource.kind] ?? resource.kind} ${awsNameOf(resource)}`;

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

export const deployedIn = (deployed: Deployed): string[] => [
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
const ownerOf = (deployed: Deployed): Deployed => {
  const { core } = configOf(deployed.environment);
  return core.kind === 'here' && core.foundation.kind === 'shared' ? deployedAs(core.foundation.from) : deployed;
};

/** Names of a definition behind which there is nothing. */
export const namedInVain = (
  { resources }: Definition,
  deployed: Deployed,
  owner: Deployed = ownerOf(deployed),
): string[] => {
  const there = [...deployedIn(deployed), ...deployedIn(owner)];
  return resources
    .filter((one) => !one.optional && !there.includes(cloudFormationIdentity(one)))
    .map(cloudFormationIdentity);
};

/** What could be stopped, and no night would. */
export const forgotten = ({ resources }: Definition, deployed: Deployed): string[] => {
  const named = resources.map(cloudFormationIdentity);
  return deployedIn(deployed).filter((one) => !named.includes(one));
};

const isAbout = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

const alarmsOf = ({ stack }: Deployed): string[] =>
  stack('observability')
    .all('AWS::CloudWatch::Alarm')
    .map(({ properties }) => String(properties.AlarmName));

/** Alarms that a definition mutes, and that nobody has. */
export const mutedInVain = ({ alarms }: Definition, deployed: Deployed): string[] =>
  alarms.mute.filter((pattern) => !alarmsOf(deployed).some((name) => isAbout(name, pattern)));

/** Alarms that would ring at every stop. Kafka stays up, and so do its alarms. */
export const ringing = ({ alarms }: Definition, deployed: Deployed): string[] =>
  alarmsOf(deployed).filter(
    (name) => !name.includes('-msk-') && !alarms.mute.some((pattern) => isAbout(name, pattern)),
  );
