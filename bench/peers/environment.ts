// The environments of the peers' bench in moto, and what is right and wrong of them after a tool has been there.
import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import type { AwsClients } from '#core/aws/clients.ts';
import type { Resource } from '#kinds/resource.ts';
import { createDatabase } from '#test/integration/support/database.ts';
import { letTasksRun } from '#test/integration/support/moto.ts';
import { scheduleTasks } from '#test/integration/support/task-scheduler.ts';
import { peerDefinition, peerNameOf, peerWorld } from '../peer-night.ts';

export const cluster = 'atlas';

/** Tools that go by tags go by this one. */
const tag = { name: 'schedule', value: 'office-hours' } as const;

/** A person has suspended scaling out of every sixth of those that scale, and nobody but him may lift it. */
const isHeldByPerson = (index: number): boolean => index % 12 === 0;

export type ServiceFacts = {
  readonly desired: number;
  readonly min?: number;
  readonly max?: number;
  readonly heldOut?: boolean;
  readonly heldIn?: boolean;
};

export type Seen = {
  /** By AWS's name. */
  readonly databases: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, ServiceFacts>>;
};

const indexOf = (name: string): number => Number(name.slice(name.lastIndexOf('-') + 1));

const createService = async ({ ecs, autoscaling }: AwsClients, one: Resource, count: number): Promise<void> => {
  const { desired = 1, scaling } = peerWorld(count)[one.name] ?? {};
  const service = peerNameOf(one);
  await ecs.send(
    new CreateServiceCommand({
      ...{ cluster, serviceName: service, taskDefinition: 'app', launchType: 'FARGATE', desiredCount: 0 },
      tags: [{ key: tag.name, value: tag.value }],
    }),
  );
  // Of a service that is created with tasks moto says for ever that its rollout is in progress.
  await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: desired ?? 1 }));
  if (!scaling) return;
  await autoscaling.send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: `service/${cluster}/${service}`,
      MinCapacity: scaling.min,
      MaxCapacity: scaling.max,
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: isHeldByPerson(indexOf(service)),
        ScheduledScalingSuspended: false,
      },
    }),
  );
};

/** With one member; a tool that goes by tags finds that by its own, as after Terraform's default tags. */
const createCluster = async ({ rds }: AwsClients, name: string): Promise<void> => {
  const Tags = [{ Key: tag.name, Value: tag.value }];
  const cluster = { DBClusterIdentifier: name, Engine: 'aurora-postgresql', Tags };
  await rds.send(
    new CreateDBClusterCommand({ ...cluster, MasterUsername: 'atlas', MasterUserPassword: 'only-in-moto' }),
  );
  await rds.send(
    new CreateDBInstanceCommand({
      ...cluster,
      DBInstanceIdentifier: `${name}-writer`,
      DBInstanceClass: 'db.t4g.medium',
    }),
  );
};

/** Everything of an environment of so many resources, up as in the afternoon. */
export const createEnvironment = async (clients: AwsClients, count: number): Promise<void> => {
  await letTasksRun();
  await clients.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const containerDefinitions = [{ name: 'app', image: 'app', memory: 128 }];
  await clients.ecs.send(new RegisterTaskDefinitionCommand({ family: 'app', containerDefinitions }));
  for (const one of peerDefinition(count).resources) {
    if (one.kind === 'rds-instance') await createDatabase(clients.rds, peerNameOf(one), tag);
    else if (one.kind === 'aurora-cluster') await createCluster(clients, peerNameOf(one));
    else await createService(clients, one, count);
  }
  await scheduleTasks(clients.ecs, cluster);
};

const targetsOf = async ({ autoscaling }: AwsClients): Promise<ReadonlyMap<string, ScalableTarget>> => {
  const found = new Map<string, ScalableTarget>();
  let NextToken: string | undefined;
  do {
    const page = await autoscaling.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ...(NextToken ? { NextToken } : {}) }),
    );
    for (const one of page.ScalableTargets ?? []) found.set(one.ResourceId?.split('/').at(-1) ?? '', one);
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
};

const servicesOf = async (clients: AwsClients, count: number): Promise<Record<string, ServiceFacts>> => {
  const names = peerDefinition(count).resources.flatMap((one) => (one.kind === 'ecs-service' ? [peerNameOf(one)] : []));
  const targets = await targetsOf(clients);
  const seen: Record<string, ServiceFacts> = {};
  for (let from = 0; from < names.length; from += 10) {
    const { services = [] } = await clients.ecs.send(
      new DescribeServicesCommand({ cluster, services: names.slice(from, from + 10) }),
    );
    for (const { serviceName = '', desiredCount = 0 } of services) {
      const { MinCapacity: min, MaxCapacity: max, SuspendedState: held } = targets.get(serviceName) ?? {};
      seen[serviceName] = {
        desired: desiredCount,
        ...(min === undefined || max === undefined ? {} : { min, max }),
        ...(held
          ? { heldIn: held.DynamicScalingInSuspended === true, heldOut: held.DynamicScalingOutSuspended === true }
          : {}),
      };
    }
  }
  return seen;
};

/** What AWS shows, whatever a tool says. */
export const lookAt = async (clients: AwsClients, count: number): Promise<Seen> => {
  const { DBInstances = [] } = await clients.rds.send(new DescribeDBInstancesCommand());
  const { DBClusters = [] } = await clients.rds.send(new DescribeDBClustersCommand());
  return {
    databases: Object.fromEntries([
      // Moto lets the members of a stopped cluster be available.
      ...DBInstances.filter((one) => !one.DBClusterIdentifier).map((one) => [
        one.DBInstanceIdentifier ?? '',
        one.DBInstanceStatus ?? '',
      ]),
      ...DBClusters.map((one) => [one.DBClusterIdentifier ?? '', one.Status ?? '']),
    ]),
    services: await servicesOf(clients, count),
  };
};
