// Simulated Application Auto Scaling: targets, suspension flags, and the pull into the bounds on every registration.

import { clamp, reportCapacity, type SimService } from '#kinds/ecs-service/simulated-world.ts';
import { errorOf } from '#sim/faults.ts';
import { notSimulated, page, type SimulatedService, type World } from './simulated-service.ts';

type Suspension = {
  readonly DynamicScalingInSuspended?: boolean;
  readonly DynamicScalingOutSuspended?: boolean;
  readonly ScheduledScalingSuspended?: boolean;
};

type Input = {
  readonly ResourceId: string;
  readonly ResourceIds?: readonly string[];
  readonly MinCapacity?: number;
  readonly MaxCapacity?: number;
  readonly SuspendedState?: Suspension;
  readonly MaxResults?: number;
  readonly NextToken?: string;
};

const resourceId = ({ cluster, service }: SimService): string => `service/${cluster}/${service}`;

const describe = (service: SimService) =>
  service.scaling && {
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: resourceId(service),
    MinCapacity: service.scaling.min,
    MaxCapacity: service.scaling.max,
    SuspendedState: {
      DynamicScalingInSuspended: service.scaling.suspended.dynamicScalingIn,
      DynamicScalingOutSuspended: service.scaling.suspended.dynamicScalingOut,
      ScheduledScalingSuspended: service.scaling.suspended.scheduledScaling,
    },
  };

const describeTargets = (services: readonly SimService[], input: Input) => {
  if ((input.ResourceIds?.length ?? 0) > 50) throw errorOf('ValidationException', 'At most 50 resource ids.');
  const size = Math.min(50, input.MaxResults ?? 50);
  const all = services
    .filter((service) => input.ResourceIds === undefined || input.ResourceIds.includes(resourceId(service)))
    .flatMap((service) => describe(service) ?? []);
  const from = Number(input.NextToken ?? 0);
  return {
    ScalableTargets: all.slice(from, from + size),
    ...(from + size < all.length ? { NextToken: String(from + size) } : {}),
  };
};

const describeActions = (services: readonly SimService[], { ResourceId, NextToken }: Input) => {
  const all = services
    .filter((service) => ResourceId === undefined || resourceId(service) === ResourceId)
    .flatMap((service) =>
      (service.facts.scheduledActions ?? []).map(({ name, schedule, timeZone, min, max }) => ({
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceId: resourceId(service),
        ScheduledActionName: name,
        Schedule: schedule,
        Timezone: timeZone,
        ScalableTargetAction: { MinCapacity: min, MaxCapacity: max },
      })),
    );
  const { items, next } = page(all, NextToken, 50);
  return { ScheduledActions: items, ...(next ? { NextToken: next } : {}) };
};

const register = (service: SimService, { MinCapacity, MaxCapacity, SuspendedState }: Input, world: World) => {
  const before = service.scaling;
  if (!before && (MinCapacity === undefined || MaxCapacity === undefined))
    throw errorOf('ValidationException', 'MinCapacity and MaxCapacity are required for a new target.');
  const min = MinCapacity ?? before?.min ?? 0;
  const max = MaxCapacity ?? before?.max ?? 0;
  if (min > max) throw errorOf('ValidationException', 'Minimum capacity cannot be greater than maximum capacity.');
  service.scaling = {
    min,
    max,
    suspended: {
      dynamicScalingIn: SuspendedState?.DynamicScalingInSuspended ?? before?.suspended.dynamicScalingIn ?? false,
      dynamicScalingOut: SuspendedState?.DynamicScalingOutSuspended ?? before?.suspended.dynamicScalingOut ?? false,
      scheduledScaling: SuspendedState?.ScheduledScalingSuspended ?? before?.suspended.scheduledScaling ?? false,
    },
  };
  clamp(service, world);
  reportCapacity(service, world);
  return {};
};

export const simulatedAutoScaling = (services: readonly SimService[], world: World): SimulatedService => {
  const find = (id: string): SimService | undefined =>
    services.find((service) => resourceId(service) === id && !world.isMissing?.(service.name));
  return {
    handle(operation, input: Input) {
      switch (operation) {
        case 'DescribeScalableTargets':
          return describeTargets(services, input);
        case 'DescribeScheduledActions':
          return describeActions(services, input);
        case 'RegisterScalableTarget': {
          const service = find(input.ResourceId);
          if (!service) throw errorOf('ValidationException', `ECS service doesn't exist: ${input.ResourceId}`);
          return register(service, input, world);
        }
        default:
          return notSimulated('autoscaling', operation);
      }
    },
    resourceOf: (_operation, input: Input) => find(input.ResourceId)?.name,
  };
};
