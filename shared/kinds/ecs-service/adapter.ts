// ECS services with their Application Auto Scaling target. Facts: facts/aws-semantics.md 2.
import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeServicesCommand,
  type Failure,
  type Service as SdkService,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Action } from '#core/action.ts';
import { calling, readBatch, type Unreadable } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends, Service } from '../adapter.ts';
import type { Reading } from '../observation.ts';
import type { ResourceOf } from '../resource.ts';
import { unexpected } from '../unexpected.ts';
import type { EcsClients } from './clients.ts';
import type { EcsObservation, Scaling } from './definition.ts';
import { protectedUntil } from './protection.ts';
import { scheduledActionsOf, scheduledFacts } from './scheduled.ts';
import { scaleInProtectionOf, startedLately } from './task-failures.ts';
import { scalingMatters, type TaskCounts, taskCounter } from './tasks.ts';

type EcsService = ResourceOf<'ecs-service'>;

type Clients = EcsClients & { readonly autoscaling: Sends<ApplicationAutoScalingClient> };

const servicesPerCall = 10;
const targetsPerCall = 50;
const target = ({ cluster, service }: EcsService) =>
  ({
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: `service/${cluster}/${service}`,
  }) as const;

const describeServices = async (clients: Clients, cluster: string, resources: readonly EcsService[]) => {
  const pages = await Promise.all(
    chunks(resources, servicesPerCall).map((chunk) =>
      calling(`describe services of cluster ${cluster}`, () =>
        clients.ecs.send(new DescribeServicesCommand({ cluster, services: chunk.map(({ service }) => service) })),
      ),
    ),
  );
  return {
    services: pages.flatMap((page) => page.services ?? []),
    failures: pages.flatMap((page) => page.failures ?? []),
  };
};

/** What DescribeServices says of a service that it does not describe: missing is absent, anything else is not known. */
const notDescribed = (service: string, failures: readonly Failure[]): Reading<EcsObservation> => {
  const failure = failures.find(({ arn, reason }) => arn?.split('/').at(-1) === service && reason !== 'MISSING');
  if (!failure) return { state: 'absent' };
  const code = failure.reason ?? 'UNKNOWN';
  return { state: 'unreadable', code, message: `describe service ${service}: ${code}`, retryable: true };
};

const describeTargets = async (clients: Clients, resources: readonly EcsService[]): Promise<ScalableTarget[]> => {
  const pages = await Promise.all(
    chunks(resources, targetsPerCall).map((chunk) =>
      calling('describe scalable targets', () =>
        allPages(
          (NextToken) =>
            clients.autoscaling.send(
              new DescribeScalableTargetsCommand({
                ServiceNamespace: 'ecs',
                ScalableDimension: 'ecs:service:DesiredCount',
                ResourceIds: chunk.map((resource) => target(resource).ResourceId),
                ...(NextToken ? { NextToken } : {}),
              }),
            ),
          (page) => page.ScalableTargets,
          (page) => page.NextToken,
        ),
      ),
    ),
  );
  return pages.flat();
};

const scalingOf = ({ MinCapacity, MaxCapacity, SuspendedState }: ScalableTarget): Scaling => ({
  min: MinCapacity ?? 0,
  max: MaxCapacity ?? 0,
  suspended: {
    dynamicScalingIn: SuspendedState?.DynamicScalingInSuspended ?? false,
    dynamicScalingOut: SuspendedState?.DynamicScalingOutSuspended ?? false,
    scheduledScaling: SuspendedState?.ScheduledScalingSuspended ?? false,
  },
});

/** Only then does a start set its count, or give its scaling back: at zero, or up. */
const isAtRest = (service: SdkService | undefined, counts: TaskCounts | Unreadable | undefined): boolean =>
  counts !== undefined && 'healthy' in counts && counts.healthy >= (service?.desiredCount ?? 0);

const isHeld = (scalable: ScalableTarget | undefined): boolean =>
  scalable?.SuspendedState?.ScheduledScalingSuspended === true;

const primaryOf = ({ deployments = [] }: SdkService) => deployments.find(({ status }) => status === 'PRIMARY');

/** Services of CodeDeploy have task sets instead of deployments: two while one takes over from the other. */
const rolloutOf = (service: SdkService): EcsObservation['rollout'] => {
  const { deployments = [], taskSets = [] } = service;
  const primary = primaryOf(service);
  if (primary?.rolloutState === 'FAILED') return 'failed';
  const isUnderWay = deployments.length > 1 || taskSets.length > 1 || primary?.rolloutState === 'IN_PROGRESS';
  return isUnderWay ? 'in-progress' : 'settled';
};

/** `shop:7` of `arn:aws:ecs:…:task-definition/shop:7`. */
const shortOf = (taskDefinition: string): string => taskDefinition.split('/').at(-1) ?? taskDefinition;

/** What a rollout brings, and what ECS says of one that failed. */
const rolloutFacts = (seen: SdkService): Pick<EcsObservation, 'rollingOut' | 'rolloutReason'> => {
  const rollout = rolloutOf(seen);
  const { taskDefinition = seen.taskDefinition, rolloutStateReason } = primaryOf(seen) ?? {};
  if (rollout === 'in-progress' && taskDefinition) return { rollingOut: shortOf(taskDefinition) };
  return rollout === 'failed' && rolloutStateReason ? { rolloutReason: rolloutStateReason } : {};
};

const countlessOf = ({ schedulingStrategy, deploymentController }: SdkService): Pick<EcsObservation, 'countless'> => {
  if (schedulingStrategy === 'DAEMON') return { countless: 'DAEMON' };
  return deploymentController?.type === 'EXTERNAL' ? { countless: 'EXTERNAL' } : {};
};

const observationOf = (
  seen: SdkService,
  tasks: TaskCounts,
  scaling: ScalableTarget | undefined,
  nowMs: number,
): EcsObservation => {
  const isComing = (seen.runningCount ?? 0) < (seen.desiredCount ?? 0) && startedLately(seen, nowMs);
  const protection = scaleInProtectionOf(seen);
  return {
    kind: 'ecs-service',
    status: seen.status ?? 'unknown',
    desired: seen.desiredCount ?? 0,
    running: seen.runningCount ?? 0,
    rollout: rolloutOf(seen),
    tasksLeft: tasks.left,
    tasksHealthy: tasks.healthy,
    ...(scaling ? { scaling: scalingOf(scaling) } : {}),
    ...countlessOf(seen),
    ...rolloutFacts(seen),
    ...(tasks.trouble ? { trouble: tasks.trouble } : {}),
    ...(tasks.ranAfterSeconds === undefined ? {} : { ranAfterSeconds: tasks.ranAfterSeconds }),
    ...(isComing ? { startedLately: true } : {}),
    ...(protection ? { protection } : {}),
  };
};

type Protected = Pick<EcsObservation, 'protectedUntil'>;

/** Asked only of services of which ECS says that tasks protect themselves. */
const protectionEnds = async (clients: Clients, cluster: string, services: readonly SdkService[]) => {
  const held = services.filter((service) => scaleInProtectionOf(service) !== undefined);
  const ends = await Promise.all(
    held.map(async ({ serviceName = '' }): Promise<[string, Protected]> => {
      const until = await protectedUntil(clients.ecs, cluster, serviceName);
      return [serviceName, until === undefined ? {} : { protectedUntil: until }];
    }),
  );
  return new Map(ends);
};

const act = async (clients: Clients, resource: EcsService, effect: Parameters<Service<'ecs-service'>['act']>[1]) => {
  const { cluster, service } = resource;
  switch (effect.do) {
    case 'set-desired-count':
      await calling(`set ${service} to ${effect.desired} tasks`, () =>
        clients.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: effect.desired })),
      );
      return;
    case 'set-scaling':
      await calling(`set the scaling of ${service}`, () =>
        clients.autoscaling.send(
          new RegisterScalableTargetCommand({
            ...target(resource),
            ...(effect.bounds ? { MinCapacity: effect.bounds.min, MaxCapacity: effect.bounds.max } : {}),
            SuspendedState: {
              DynamicScalingInSuspended: effect.suspended.dynamicScalingIn,
              DynamicScalingOutSuspended: effect.suspended.dynamicScalingOut,
              ScheduledScalingSuspended: effect.suspended.scheduledScaling,
            },
          }),
        ),
      );
      return;
    default:
      unexpected('ecs-service', effect);
  }
};

export const ecsService = (clients: Clients, { now }: Pick<Runtime, 'now'>): Service<'ecs-service'> => {
  type Counter = ReturnType<typeof taskCounter>;
  const scheduledActions = scheduledActionsOf(clients.autoscaling, now);
  const observeCluster = (
    cluster: string,
    resources: readonly EcsService[],
    countTasks: Counter,
    towards: Action | undefined,
  ) =>
    readBatch(resources, async () => {
      const { services, failures } = await describeServices(clients, cluster, resources);
      const byName = new Map(services.map((service) => [service.serviceName, service]));
      const counts = await countTasks(cluster, services, towards);
      const scaling = resources.filter(({ service }) =>
        scalingMatters(byName.get(service), counts.get(service), towards),
      );
      const targets = await describeTargets(clients, scaling);
      const targetOf = new Map(targets.map((scalable) => [scalable.ResourceId, scalable]));
      const held = scaling.filter(
        (one) =>
          isAtRest(byName.get(one.service), counts.get(one.service)) && isHeld(targetOf.get(target(one).ResourceId)),
      );
      const mayHaveMissed = towards === 'start' && held.length > 0;
      const actions = mayHaveMissed ? await scheduledActions() : [];
      const protection = towards === 'start' ? new Map() : await protectionEnds(clients, cluster, services);
      return new Map(
        resources.map((resource): [ResourceName, Reading<EcsObservation>] => {
          const seen = byName.get(resource.service);
          if (!seen) return [resource.name, notDescribed(resource.service, failures)];
          const tasks = counts.get(resource.service) ?? { left: 1, healthy: 0 };
          if ('state' in tasks) return [resource.name, tasks];
          const id = target(resource).ResourceId;
          const nowMs = now().getTime();
          const observation = observationOf(seen, tasks, targetOf.get(id), nowMs);
          return [
            resource.name,
            {
              state: 'seen',
              observation: {
                ...observation,
                ...scheduledFacts(id, actions, nowMs),
                ...protection.get(resource.service),
              },
            },
          ];
        }),
      );
    });

  return {
    async observe(resources, towards) {
      const countTasks = taskCounter(clients);
      const clusters = [...new Set(resources.map(({ cluster }) => cluster))];
      const batches = await Promise.all(
        clusters.map((cluster) =>
          observeCluster(
            cluster,
            resources.filter((resource) => resource.cluster === cluster),
            countTasks,
            towards,
          ),
        ),
      );
      return new Map(batches.flatMap((batch) => [...batch]));
    },
    async act(resource, effect) {
      await act(clients, resource, effect);
    },
  };
};
