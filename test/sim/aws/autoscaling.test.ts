import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from 'vitest';
import { minutes } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { numbered, service } from '#test/support/definitions.ts';

const none = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
const all = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };
const allSuspended = {
  DynamicScalingInSuspended: true,
  DynamicScalingOutSuspended: true,
  ScheduledScalingSuspended: true,
};
const ecs = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

const shopCloud = (facts: ResourceWorld): SimulatedCloud =>
  simulatedCloud([service('shop')], { world: { shop: facts } });

const register = ({ clients }: SimulatedCloud, more: Partial<RegisterScalableTargetCommandInput>) =>
  clients.autoscaling.send(
    new RegisterScalableTargetCommand({ ...ecs, ResourceId: 'service/atlas/atlas-shop', ...more }),
  );

const describeTargets = ({ clients }: SimulatedCloud, more: { ResourceIds?: string[]; NextToken?: string } = {}) =>
  clients.autoscaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ...more }));

describe('registering a scalable target in the simulation', () => {
  const scaling = { min: 2, max: 6, suspended: none };

  it.each([
    ['up to its minimum', 0, 2],
    ['down to its maximum', 9, 6],
    ['nowhere when it is within its bounds', 4, 4],
  ])(
    'registering a scalable target in the simulation pulls the service %s, even when the request does not name the bounds',
    async (_where, desired, pulled) => {
      const aws = shopCloud({ desired, scaling });

      await register(aws, { SuspendedState: allSuspended });

      expect(aws.state().shop).toMatchObject({ desired: pulled, scaling: { min: 2, max: 6, suspended: 'all' } });
    },
  );

  it('registering a scalable target in the simulation wakes a service that was stopped, although all scaling is suspended', async () => {
    const aws = shopCloud({ desired: 0, scaling: { ...scaling, suspended: all }, startMinutes: 1 });

    await register(aws, { SuspendedState: allSuspended });
    aws.pass(minutes(5));

    expect(aws.state().shop).toMatchObject({ desired: 2, status: 'steady' });
  });

  it('registering a scalable target in the simulation pulls into the bounds that the request names', async () => {
    const aws = shopCloud({ desired: 4, scaling });

    await register(aws, { MinCapacity: 0, MaxCapacity: 0 });

    expect(aws.state().shop).toMatchObject({ desired: 0, scaling: { min: 0, max: 0 } });
  });

  it('registering a scalable target in the simulation keeps the flags and bounds that the request leaves out', async () => {
    const aws = shopCloud({ desired: 4, scaling: { ...scaling, suspended: { ...none, scheduledScaling: true } } });

    await register(aws, { MaxCapacity: 8, SuspendedState: { DynamicScalingInSuspended: true } });

    expect(aws.state().shop).toMatchObject({
      scaling: { min: 2, max: 8, suspended: { ...none, dynamicScalingIn: true, scheduledScaling: true } },
    });
  });

  it('registering a scalable target in the simulation makes a target where there was none, and asks for both bounds then', async () => {
    const aws = shopCloud({ desired: 1, scaling: null });

    await expect(register(aws, { MinCapacity: 1 })).rejects.toMatchObject({ name: 'ValidationException' });
    await register(aws, { MinCapacity: 1, MaxCapacity: 3 });

    expect(aws.state().shop).toMatchObject({ scaling: { min: 1, max: 3, suspended: 'none' } });
  });

  it('registering a scalable target in the simulation is refused when the minimum is above the maximum, and changes nothing', async () => {
    const aws = shopCloud({ desired: 4, scaling });

    await expect(register(aws, { MinCapacity: 7 })).rejects.toMatchObject({ name: 'ValidationException' });

    expect(aws.state().shop).toMatchObject({ desired: 4, scaling: { min: 2, max: 6 } });
  });

  it('registering a scalable target in the simulation is refused for a service that does not exist', async () => {
    const aws = shopCloud({ desired: 4, scaling });

    await expect(register(aws, { ResourceId: 'service/atlas/nobody' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('the simulated scalable targets', () => {
  const many = numbered(120, 'app', (name) => service(name));
  const aws = simulatedCloud(many, {
    world: Object.fromEntries(
      many.map(({ name }) => [name, { desired: 1, scaling: { min: 1, max: 2, suspended: none } }]),
    ),
  });

  it('the simulated scalable targets come in pages of fifty, nothing missing and nothing twice', async () => {
    const first = await describeTargets(aws);
    const second = await describeTargets(aws, { NextToken: first.NextToken ?? '' });
    const third = await describeTargets(aws, { NextToken: second.NextToken ?? '' });

    const pages = [first, second, third].map(({ ScalableTargets = [] }) => ScalableTargets);
    expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
    expect(new Set(pages.flat().map(({ ResourceId }) => ResourceId)).size).toBe(120);
    expect(third.NextToken).toBeUndefined();
  });

  it('the simulated scalable targets are found by their ids, fifty at most', async () => {
    const ids = many.map((resource) => `service/atlas/${resource.service}`);

    const found = await describeTargets(aws, { ResourceIds: ids.slice(7, 9) });

    expect(found.ScalableTargets?.map(({ ResourceId }) => ResourceId)).toEqual(ids.slice(7, 9));
    await expect(describeTargets(aws, { ResourceIds: ids.slice(0, 51) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('the simulated scalable targets are not there for services that do not scale', async () => {
    const plain = shopCloud({ desired: 1, scaling: null });

    expect(await describeTargets(plain)).toEqual({ ScalableTargets: [] });
  });

  it('the simulated scalable targets tell their bounds and all three flags', async () => {
    const { ScalableTargets } = await describeTargets(
      shopCloud({ desired: 3, scaling: { min: 2, max: 6, suspended: { ...none, dynamicScalingOut: true } } }),
    );

    expect(ScalableTargets).toEqual([
      {
        ...ecs,
        ResourceId: 'service/atlas/atlas-shop',
        MinCapacity: 2,
        MaxCapacity: 6,
        SuspendedState: {
          DynamicScalingInSuspended: false,
          DynamicScalingOutSuspended: true,
          ScheduledScalingSuspended: false,
        },
      },
    ]);
  });
});
