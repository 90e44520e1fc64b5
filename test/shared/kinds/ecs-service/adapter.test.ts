import { describe, expect, it } from 'vitest';
import { type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { numbered, service } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';
import { act, cloudOf, look, shop } from './cloud-of-service.ts';

const none = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
const all = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };
const clusters = ['atlas-edge', 'atlas-core', 'atlas-jobs'];
const noCluster = { code: 'NOT_FOUND', awsCode: 'ClusterNotFoundException' };

testService('ECS services', {
  kind: 'ecs-service',
  many: numbered(35, 'app', (name, index) => service(name, { cluster: clusters[index % 3] ?? '' })),
  differing: (index) => {
    const desired = index % 4;
    const scaling =
      index % 2 === 0 ? null : { min: index, max: index + 7, suspended: { ...none, scheduledScaling: true } };
    return {
      world: { desired, scaling, loadBalancer: index % 5 === 0, healthCheck: false },
      seen: {
        status: 'ACTIVE',
        desired,
        running: desired,
        rollout: 'settled',
        tasksLeft: desired,
        tasksHealthy: desired,
        ...(scaling ? { scaling } : {}),
      },
    };
  },
  callsMax: {
    'ecs:DescribeServices': 6,
    'ecs:ListTasks': 6,
    'ecs:DescribeTasks': 3,
    'ecs:DescribeTaskDefinition': 35,
    'autoscaling:DescribeScalableTargets': 3,
    'elbv2:DescribeTargetHealth': 7,
  },
  reads: [
    'ecs:DescribeServices',
    'ecs:ListTasks',
    'ecs:DescribeTasks',
    'ecs:DescribeTaskDefinition',
    'autoscaling:DescribeScalableTargets',
    'elbv2:DescribeTargetHealth',
  ],
  apart: service('elsewhere', { cluster: 'atlas-elsewhere' }),
  changes: [
    {
      effect: { do: 'set-desired-count', desired: 0 },
      world: { desired: 2, scaling: null },
      operation: 'ecs:UpdateService',
      reaches: { desired: 0, running: 0, status: 'stopped' },
      again: 'done',
      missing: noCluster,
    },
    {
      effect: { do: 'set-desired-count', desired: 3 },
      world: { desired: 0, scaling: null },
      operation: 'ecs:UpdateService',
      reaches: { desired: 3, running: 3, status: 'steady' },
      again: 'done',
      missing: noCluster,
    },
    {
      effect: { do: 'set-scaling', suspended: all },
      world: { desired: 3, scaling: { min: 2, max: 6, suspended: none } },
      operation: 'autoscaling:RegisterScalableTarget',
      reaches: { desired: 3, status: 'steady', scaling: { min: 2, max: 6, suspended: 'all' } },
      again: 'done',
      missing: { code: 'INVALID', awsCode: 'ValidationException' },
    },
    {
      effect: { do: 'set-scaling', bounds: { min: 1, max: 9 }, suspended: { ...none, scheduledScaling: true } },
      world: { desired: 3, scaling: { min: 2, max: 6, suspended: all } },
      operation: 'autoscaling:RegisterScalableTarget',
      reaches: { desired: 3, scaling: { min: 1, max: 9, suspended: { ...none, scheduledScaling: true } } },
      again: 'done',
      missing: { code: 'INVALID', awsCode: 'ValidationException' },
    },
  ],
});

describe('the scaling of an ECS service', () => {
  const scaling = { min: 2, max: 6, suspended: none };
  const registered = (aws: SimulatedCloud) => aws.calls('autoscaling:RegisterScalableTarget').map(({ input }) => input);
  const target = {
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: 'service/atlas/atlas-shop',
  };

  it('the scaling of an ECS service is not there when there is no scalable target', async () => {
    const reading = await look(cloudOf({ desired: 1 }));

    expect(reading).toMatchObject({ state: 'seen' });
    expect(reading).not.toHaveProperty('observation.scaling');
  });

  it('the scaling of an ECS service is suspended with all three flags, and without a word about bounds', async () => {
    const aws = cloudOf({ desired: 3, scaling });

    await act(aws, { do: 'set-scaling', suspended: all });

    expect(registered(aws)).toEqual([
      {
        ...target,
        SuspendedState: {
          DynamicScalingInSuspended: true,
          DynamicScalingOutSuspended: true,
          ScheduledScalingSuspended: true,
        },
      },
    ]);
  });

  it('the scaling of an ECS service is given back with its bounds and all three flags, also those that are off', async () => {
    const aws = cloudOf({ desired: 3, scaling: { ...scaling, suspended: all } });

    await act(aws, { do: 'set-scaling', bounds: { min: 2, max: 6 }, suspended: { ...none, dynamicScalingIn: true } });

    expect(registered(aws)).toEqual([
      {
        ...target,
        MinCapacity: 2,
        MaxCapacity: 6,
        SuspendedState: {
          DynamicScalingInSuspended: true,
          DynamicScalingOutSuspended: false,
          ScheduledScalingSuspended: false,
        },
      },
    ]);
  });

  it.each([
    ['dynamicScalingIn', { ...none, dynamicScalingIn: true }],
    ['dynamicScalingOut', { ...none, dynamicScalingOut: true }],
    ['scheduledScaling', { ...none, scheduledScaling: true }],
  ])('the scaling of an ECS service tells %s from the other suspensions, there and back', async (_flag, suspended) => {
    const aws = cloudOf({ desired: 3, scaling });

    await act(aws, { do: 'set-scaling', suspended });

    expect(await look(aws)).toMatchObject({ observation: { scaling: { min: 2, max: 6, suspended } } });
  });
});

describe('a cluster that does not exist', () => {
  it('a cluster that does not exist makes its services unreadable, and no others', async () => {
    const lost = service('lost', { cluster: 'atlas-gone' });
    const aws = simulatedCloud([shop]);

    const readings = await aws.finish(aws.services['ecs-service'].observe([lost, shop]));

    expect(readings.get(lost.name)).toMatchObject({
      state: 'unreadable',
      code: 'ClusterNotFoundException',
      retryable: false,
    });
    expect(readings.get(shop.name)).toMatchObject({ state: 'seen' });
  });
});
