// The environment `wire` (../environments/wire.yaml) in moto, up as in the afternoon, and a look at it.
import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  type LoadBalancer,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { CreateTargetGroupCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateReplicationGroupCommand } from '@aws-sdk/client-elasticache';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import type { AwsClients } from '#core/aws/clients.ts';
import { createDatabase } from './database.ts';
import { createVpc, letTasksRun } from './moto.ts';
import { scheduleTasks } from './task-scheduler.ts';

export const cluster = 'wire';
const desiredCounts = { camunda: 1, scoring: 3, 'dashboard-backend': 2, 'kafka-ui': 0 } as const;

/** A cluster of Aurora with a writer and a reader. */
const createAurora = async ({ rds }: AwsClients): Promise<void> => {
  const cluster = { DBClusterIdentifier: 'wire-orders', Engine: 'aurora-postgresql' };
  await rds.send(
    new CreateDBClusterCommand({ ...cluster, MasterUsername: 'curfew', MasterUserPassword: 'moto-takes-any' }),
  );
  for (const role of ['writer', 'reader'])
    await rds.send(
      new CreateDBInstanceCommand({
        ...cluster,
        DBInstanceIdentifier: `wire-orders-${role}`,
        DBInstanceClass: 'db.t4g.medium',
      }),
    );
};

const createCache = ({ elasticache }: AwsClients) =>
  elasticache.send(
    new CreateReplicationGroupCommand({
      ReplicationGroupId: 'wire-valkey',
      ReplicationGroupDescription: 'cache of wire',
      Engine: 'valkey',
      CacheNodeType: 'cache.t4g.micro',
      NumCacheClusters: 2,
    }),
  );

/** A target group with as many targets as a service has tasks, all of them healthy. */
const createTargetGroup = async ({ elbv2 }: AwsClients, targets: number): Promise<LoadBalancer> => {
  const { TargetGroups = [] } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: 'wire-scoring',
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: await createVpc(),
    }),
  );
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? '';
  const Targets = Array.from({ length: targets }, (_, index) => ({ Id: `10.0.0.${index + 1}` }));
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  return { targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 8080 };
};

/** Created at 0 and then raised: of a service created with tasks moto says for ever that its rollout is in progress. */
const createService = async (
  { ecs }: AwsClients,
  name: string,
  desiredCount: number,
  loadBalancers: LoadBalancer[],
) => {
  const service = `wire-${name}`;
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: service,
      taskDefinition: 'wire',
      launchType: 'FARGATE',
      desiredCount: 0,
      loadBalancers,
    }),
  );
  await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
};

const scalable = {
  ServiceNamespace: 'ecs',
  ScalableDimension: 'ecs:service:DesiredCount',
  ResourceId: `service/${cluster}/wire-scoring`,
} as const;

export const createEnvironment = async (clients: AwsClients): Promise<void> => {
  const { ecs, autoscaling } = clients;
  await letTasksRun();
  for (const database of ['wire-dashboard', 'wire-camunda']) await createDatabase(clients.rds, database);
  await createAurora(clients);
  await createCache(clients);
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const containerDefinitions = [{ name: 'app', image: 'app', memory: 128, portMappings: [{ containerPort: 8080 }] }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family: 'wire', containerDefinitions }));
  const balancer = await createTargetGroup(clients, desiredCounts.scoring);
  for (const [name, desired] of Object.entries(desiredCounts))
    await createService(clients, name, desired, name === 'scoring' ? [balancer] : []);
  await autoscaling.send(new RegisterScalableTargetCommand({ ...scalable, MinCapacity: 2, MaxCapacity: 6 }));
  await scheduleTasks(ecs, cluster);
};

const statusOfDatabases = async ({ rds }: AwsClients) => {
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand());
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand());
  // Moto lets the members of a stopped cluster be available.
  const alone = DBInstances.filter(({ DBClusterIdentifier }) => !DBClusterIdentifier);
  return Object.fromEntries([
    ...alone.map((one) => [one.DBInstanceIdentifier, one.DBInstanceStatus]),
    ...DBClusters.map((one) => [one.DBClusterIdentifier, one.Status]),
  ]);
};

const countsOfServices = async ({ ecs }: AwsClients) => {
  const services = Object.keys(desiredCounts).map((name) => `wire-${name}`);
  const answer = await ecs.send(new DescribeServicesCommand({ cluster, services }));
  return Object.fromEntries((answer.services ?? []).map((one) => [one.serviceName, one.desiredCount]));
};

const scalableTarget = async ({ autoscaling }: AwsClients) => {
  const ask = new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ResourceIds: [scalable.ResourceId] });
  const [target] = (await autoscaling.send(ask)).ScalableTargets ?? [];
  const suspended = Object.values(target?.SuspendedState ?? {}).filter((one) => one).length;
  return { min: target?.MinCapacity, max: target?.MaxCapacity, suspended };
};

/** The environment as AWS shows it, whatever Curfew says. */
export const lookAt = async (clients: AwsClients) => ({
  databases: await statusOfDatabases(clients),
  services: await countsOfServices(clients),
  scaling: await scalableTarget(clients),
});
