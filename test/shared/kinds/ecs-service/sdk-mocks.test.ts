// Services over the SDK's own clients: what exactly is sent, and what is made of answers that leave things out.
import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeServicesCommand, type Service as SdkService, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import type { EcsObservation } from '#kinds/ecs-service/definition.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { numbered, service } from '#test/support/definitions.ts';
import { describeAwsErrors, inputs, mockedAws, observationOf, sent } from '#test/support/sdk-mocks.ts';
import { answerWith, shop, steady } from './sdk-answers.ts';

describe('services', () => {
  it('services are described in tens, cluster by cluster', async () => {
    const aws = mockedAws();
    const edge = numbered(23, 'edge', (name) => service(name, { cluster: 'atlas-edge' }));
    const core = numbered(2, 'core', (name) => service(name, { cluster: 'atlas-core' }));

    await aws.observe([...edge, ...core]);

    const asked = inputs(aws.ecs, 'DescribeServicesCommand') as { cluster: string; services: string[] }[];
    expect(asked.map(({ cluster, services: names }) => [cluster, names.length])).toEqual([
      ['atlas-edge', 10],
      ['atlas-edge', 10],
      ['atlas-edge', 3],
      ['atlas-core', 2],
    ]);
    expect(asked.flatMap((input) => input.services)).toEqual([...edge, ...core].map((resource) => resource.service));
  });

  it('services that AWS lists as MISSING are absent', async () => {
    const aws = mockedAws();
    aws.ecs
      .on(DescribeServicesCommand)
      .resolves({ services: [], failures: [{ arn: 'arn:aws:ecs:service/atlas-shop', reason: 'MISSING' }] });

    expect((await aws.observe([shop])).get('shop')).toEqual({ state: 'absent' });
  });

  it('services that AWS could not describe for another reason are unreadable, not absent', async () => {
    const aws = mockedAws();
    aws.ecs
      .on(DescribeServicesCommand)
      .resolves({ services: [], failures: [{ arn: 'arn:aws:ecs:service/atlas-shop', reason: 'INTERNAL' }] });

    expect((await aws.observe([shop])).get('shop')).toMatchObject({
      state: 'unreadable',
      code: 'INTERNAL',
      retryable: true,
    });
  });

  it('services that AWS tells nothing about are seen without a task, and not as ACTIVE', async () => {
    const aws = mockedAws();
    aws.ecs.on(DescribeServicesCommand).resolves({ services: [{ serviceName: 'atlas-shop' }] });

    expect(observationOf(await aws.observe([shop]), 'shop')).toEqual({
      kind: 'ecs-service',
      status: 'unknown',
      desired: 0,
      running: 0,
      rollout: 'settled',
      tasksLeft: 0,
      tasksHealthy: 0,
    });
  });

  it.each<[string, SdkService, string | undefined]>([
    ['a daemon', { schedulingStrategy: 'DAEMON' }, 'DAEMON'],
    ['of an external controller', { deploymentController: { type: 'EXTERNAL' } }, 'EXTERNAL'],
    ['of CodeDeploy', { deploymentController: { type: 'CODE_DEPLOY' }, schedulingStrategy: 'REPLICA' }, undefined],
  ])('services that are %s say so', async (_what, facts, countless) => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, ...facts }]);

    const { countless: found } = observationOf(await aws.observe([shop]), 'shop') as { countless?: string };

    expect(found).toBe(countless);
  });

  it('services that have tasks which protect themselves say so in the words of ECS', async () => {
    const aws = mockedAws();
    const events = [
      { message: '(service atlas-shop) was unable to scale in due to (reason 2 tasks under protection)' },
    ];
    answerWith(aws, [{ ...steady, desiredCount: 0, events }]);

    expect(observationOf(await aws.observe([shop], 'stop'), 'shop')).toMatchObject({
      protection: 'was unable to scale in due to (reason 2 tasks under protection)',
    });
  });

  it('services that have tasks which protect themselves say until when the last of them does', async () => {
    const aws = simulatedCloud([shop], { world: { shop: { desired: 2, protectedMinutes: 30, scaling: null } } });
    const from = aws.clock.nowMs();
    await aws.finish(aws.services['ecs-service'].act(shop, { do: 'set-desired-count', desired: 0 }));
    aws.pass(60_000);
    const seen = observationOf(await aws.services['ecs-service'].observe([shop], 'stop'), 'shop');

    expect(seen).toHaveProperty('protection', expect.stringContaining('under protection'));
    expect((seen as EcsObservation).protectedUntil).toBeGreaterThanOrEqual(from + 30 * 60_000);
    expect((seen as EcsObservation).protectedUntil).toBeLessThan(from + 31 * 60_000);
    aws.faults.add({ operation: 'ecs:GetTaskProtection', error: 'AccessDenied' });
    const denied = observationOf(await aws.services['ecs-service'].observe([shop], 'stop'), 'shop');
    expect(denied).not.toHaveProperty('protectedUntil');
    expect(denied).toHaveProperty('protection');
  });

  it('services name what they roll out, and what a rollout failed of', async () => {
    const aws = mockedAws();
    const rolling = {
      status: 'PRIMARY',
      rolloutState: 'IN_PROGRESS',
      taskDefinition: 'arn:aws:ecs:r:1:task-definition/shop:8',
    } as const;
    answerWith(aws, [{ ...steady, deployments: [rolling] }]);
    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ rollingOut: 'shop:8' });

    const rolloutStateReason = 'ECS deployment circuit breaker: tasks failed to start.';
    answerWith(aws, [{ ...steady, deployments: [{ status: 'PRIMARY', rolloutState: 'FAILED', rolloutStateReason }] }]);
    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ rolloutReason: rolloutStateReason });
  });

  it.each<[string, SdkService['deployments'], string]>([
    ['settled', [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }], 'settled'],
    ['settled where AWS tells no state', [{ status: 'PRIMARY' }], 'settled'],
    ['under way', [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }], 'in-progress'],
    [
      'under way while an older one is there',
      [{ status: 'ACTIVE' }, { status: 'PRIMARY', rolloutState: 'COMPLETED' }],
      'in-progress',
    ],
    ['failed', [{ status: 'ACTIVE' }, { status: 'PRIMARY', rolloutState: 'FAILED' }], 'failed'],
  ])('services have a rollout that is %s', async (_what, deployments, rollout) => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, desiredCount: 0, runningCount: 0, ...(deployments ? { deployments } : {}) }]);

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ rollout });
  });

  it('services are scaled by cluster, name and count, and nothing else', async () => {
    const aws = mockedAws();

    await aws.act(shop, { do: 'set-desired-count', desired: 0 });

    expect(sent(aws.ecs)).toEqual([
      ['UpdateServiceCommand', { cluster: 'atlas', service: 'atlas-shop', desiredCount: 0 }],
    ]);
  });
});

describe('how a service scales', () => {
  it.each<[string, Action, SdkService, number]>([
    ['is read before it is lowered', 'stop', { desiredCount: 2, runningCount: 1 }, 1],
    ['does not matter on the way to zero', 'stop', { desiredCount: 0, runningCount: 1 }, 0],
    ['is read at zero, which its scaling may leave', 'stop', { desiredCount: 0, runningCount: 0 }, 1],
    ['does not matter while its tasks start', 'start', { desiredCount: 2, runningCount: 1 }, 0],
    ['is read once its tasks run', 'start', { desiredCount: 2, runningCount: 2 }, 1],
    ['is read while it is still down, which may be on purpose', 'start', { desiredCount: 0, runningCount: 0 }, 1],
  ])('how a service scales is read: %s', async (_what, towards, counters, reads) => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, ...counters }], []);

    await aws.observe([shop], towards);

    expect(inputs(aws.autoscaling, 'DescribeScalableTargetsCommand')).toHaveLength(reads);
  });
});

describe('scalable targets', () => {
  const off = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };

  it('scalable targets are described by the fifty', async () => {
    const aws = mockedAws();
    const many = numbered(120, 'app', (name) => service(name));
    aws.ecs.on(DescribeServicesCommand).callsFake(({ services }: { services: string[] }) => ({
      services: services.map((serviceName) => ({ serviceName })),
    }));

    await aws.observe(many);

    const asked = inputs(aws.autoscaling, 'DescribeScalableTargetsCommand') as { ResourceIds: string[] }[];
    expect(asked.map(({ ResourceIds }) => ResourceIds.length)).toEqual([50, 50, 20]);
    expect(asked.flatMap(({ ResourceIds }) => ResourceIds)).toEqual(
      many.map((resource) => `service/atlas/${resource.service}`),
    );
    expect(asked[0]).toEqual({
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceIds: expect.any(Array),
    });
  });

  it('scalable targets are followed from page to page', async () => {
    const aws = mockedAws();
    const stock = service('stock', { service: 'atlas-stock' });
    aws.ecs
      .on(DescribeServicesCommand)
      .resolves({ services: [{ serviceName: 'atlas-shop' }, { serviceName: 'atlas-stock' }] });
    const target = {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      RoleARN: 'role',
      CreationTime: new Date(0),
    } as const;
    aws.autoscaling
      .on(DescribeScalableTargetsCommand)
      .resolvesOnce({
        ScalableTargets: [{ ...target, ResourceId: 'service/atlas/atlas-shop', MinCapacity: 1, MaxCapacity: 4 }],
        NextToken: 'more',
      })
      .resolvesOnce({
        ScalableTargets: [{ ...target, ResourceId: 'service/atlas/atlas-stock', MinCapacity: 2, MaxCapacity: 8 }],
      });

    const readings = await aws.observe([shop, stock]);

    expect(observationOf(readings, 'shop')).toMatchObject({ scaling: { min: 1, max: 4, suspended: off } });
    expect(observationOf(readings, 'stock')).toMatchObject({ scaling: { min: 2, max: 8, suspended: off } });
    expect(inputs(aws.autoscaling, 'DescribeScalableTargetsCommand')).toMatchObject([
      expect.not.objectContaining({ NextToken: expect.anything() }),
      { NextToken: 'more' },
    ]);
  });

  it('scalable targets are registered with what changes, and never without the flags', async () => {
    const aws = mockedAws();
    const target = {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: 'service/atlas/atlas-shop',
    };
    const SuspendedState = {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: true,
      ScheduledScalingSuspended: false,
    };

    await aws.act(shop, { do: 'set-scaling', suspended: { ...off, dynamicScalingOut: true } });
    await aws.act(shop, {
      do: 'set-scaling',
      bounds: { min: 0, max: 4 },
      suspended: { ...off, dynamicScalingOut: true },
    });

    expect(sent(aws.autoscaling)).toEqual([
      ['RegisterScalableTargetCommand', { ...target, SuspendedState }],
      ['RegisterScalableTargetCommand', { ...target, MinCapacity: 0, MaxCapacity: 4, SuspendedState }],
    ]);
  });
});

describeAwsErrors({
  reads: [
    ['DescribeServices', ({ ecs }, error) => ecs.on(DescribeServicesCommand).rejects(error), service('x')],
    [
      'DescribeScalableTargets',
      ({ autoscaling, ecs }, error) => {
        ecs.on(DescribeServicesCommand).resolves({ services: [{ serviceName: service('x').service }] });
        autoscaling.on(DescribeScalableTargetsCommand).rejects(error);
      },
      service('x'),
    ],
  ],
  changes: [
    [
      'UpdateService',
      ({ ecs }, error) => ecs.on(UpdateServiceCommand).rejects(error),
      service('x'),
      { do: 'set-desired-count', desired: 0 },
    ],
    [
      'RegisterScalableTarget',
      ({ autoscaling }, error) => autoscaling.on(RegisterScalableTargetCommand).rejects(error),
      service('x'),
      { do: 'set-scaling', suspended: { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true } },
    ],
  ],
});
