// Groups of machines over the simulated AWS: what is seen of them, and that nothing raises one at night.
import { describe, expect, it } from 'vitest';
import { serviceOf } from '#kinds/adapter.ts';
import type { GroupWorld } from '#kinds/auto-scaling-group/simulated-group.ts';
import type { GroupObservation } from '#kinds/machines/machine-group.ts';
import { asResource, type Kind, type ResourceOf } from '#kinds/resource.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const group = (name: string): ResourceOf<'auto-scaling-group'> =>
  asResource({ kind: 'auto-scaling-group', group: `atlas-${name}` }, name) as ResourceOf<'auto-scaling-group'>;
const nodes = (name: string): ResourceOf<'eks-node-group'> =>
  asResource({ kind: 'eks-node-group', cluster: 'atlas', nodeGroup: name }, name) as ResourceOf<'eks-node-group'>;

const scene = <K extends Kind>(resource: ResourceOf<K>, world: GroupWorld = {}) => {
  const aws = simulatedCloud([resource], { world: { [resource.name]: world } });
  const service = serviceOf(aws.services, resource.kind);
  const look = async () => {
    const reading = (await aws.finish(service.observe([resource], 'stop'))).get(resource.name);
    if (reading?.state !== 'seen') throw new Error('it was not seen');
    return reading.observation as unknown as GroupObservation;
  };
  const act = (effect: Parameters<typeof service.act>[1]) => aws.finish(service.act(resource, effect));
  return { aws, look, act };
};

describe('an Auto Scaling group', () => {
  it.each<[GroupWorld, string | undefined]>([
    [{}, undefined],
    [{ suspended: ['Terminate'] }, 'PROCESS_SUSPENDED'],
    [{ suspended: ['Launch'] }, 'PROCESS_SUSPENDED'],
    [{ suspended: ['AZRebalance'] }, undefined],
    [{ isProtected: 1 }, 'SCALE_IN_PROTECTION'],
    [{ isProtected: 1, ecsManaged: true }, undefined],
  ])('an Auto Scaling group with %j is refused as %s', async (world, code) => {
    expect((await scene(group('web'), world).look()).refusal?.code).toBe(code);
  });

  it('an Auto Scaling group is seen with standby, protection, warm pool and scheduled actions', async () => {
    const seen = await scene(group('web'), {
      standby: 1,
      warmPool: true,
      scheduled: 2,
      suspended: ['AZRebalance'],
    }).look();

    expect(seen).toMatchObject({ desired: 2, ready: 2, left: 2, standby: 1, scheduled: 2, suspended: ['AZRebalance'] });
    expect(seen.warmPool).toEqual({ min: 0, prepared: -1, state: 'Stopped', reuse: false, left: 2 });
  });

  it('target tracking does not raise a group whose alarms are held', async () => {
    const { aws, look, act } = scene(group('web'));
    await act({ do: 'suspend-group', processes: ['AlarmNotification', 'ScheduledActions'] });
    await act({ do: 'set-group-size', min: 0, desired: 0, max: 4 });
    aws.pass(600_000);

    aws.set('web', { alarmWants: 3 });
    expect(await look()).toMatchObject({ desired: 0, left: 0 });

    await act({ do: 'resume-group', processes: ['AlarmNotification', 'ScheduledActions'] });
    aws.set('web', { alarmWants: 3 });
    expect(await look()).toMatchObject({ desired: 3 });
  });
});

describe('a node group of EKS', () => {
  it('a node group takes no change while another is under way', async () => {
    const { act, look, aws } = scene(nodes('workers'));
    await act({ do: 'set-group-size', min: 0, desired: 0, max: 4 });

    expect((await look()).status).toBe('UPDATING');
    await expect(act({ do: 'set-group-size', min: 1, desired: 2, max: 4 })).rejects.toMatchObject({ code: 'MOVED' });
    aws.pass(600_000);
    expect(await look()).toMatchObject({ status: 'ACTIVE', desired: 0, left: 0 });
  });

  it('a node group is seen with what EKS says is wrong', async () => {
    const seen = await scene(nodes('workers'), { status: 'DEGRADED', problem: 'NodeCreationFailure' }).look();

    expect(seen).toMatchObject({ status: 'DEGRADED', problems: ['NodeCreationFailure: simulated'] });
  });
});

const toZero = { do: 'set-group-size', min: 0, desired: 0, max: 4 } as const;
const differing = (index: number) => ({
  world: { desired: 1 + (index % 4), min: 0 },
  seen: { desired: 1 + (index % 4) },
});

testService('Auto Scaling groups', {
  kind: 'auto-scaling-group',
  many: numbered(120, 'one', group),
  differing,
  callsMax: { 'ec2autoscaling:DescribeAutoScalingGroups': 3, 'ec2autoscaling:DescribeScheduledActions': 1 },
  reads: ['ec2autoscaling:DescribeAutoScalingGroups'],
  changes: [
    {
      effect: toZero,
      operation: 'ec2autoscaling:UpdateAutoScalingGroup',
      reaches: { status: 'stopped', desired: 0, running: 0 },
      again: 'done',
      missing: { code: 'INVALID', awsCode: 'ValidationError' },
    },
    {
      effect: { do: 'suspend-group', processes: ['AlarmNotification'] },
      operation: 'ec2autoscaling:SuspendProcesses',
      reaches: { suspended: ['AlarmNotification'] },
      again: 'done',
      missing: { code: 'INVALID', awsCode: 'ValidationError' },
    },
  ],
});

testService('node groups of EKS', {
  kind: 'eks-node-group',
  many: numbered(20, 'one', nodes),
  differing,
  callsMax: { 'eks:DescribeNodegroup': 20, 'ec2autoscaling:DescribeAutoScalingGroups': 1 },
  reads: ['eks:DescribeNodegroup', 'ec2autoscaling:DescribeAutoScalingGroups'],
  changes: [
    {
      effect: toZero,
      operation: 'eks:UpdateNodegroupConfig',
      reaches: { status: 'stopped', desired: 0, running: 0 },
      again: { moved: 'ResourceInUseException' },
      missing: { code: 'NOT_FOUND', awsCode: 'ResourceNotFoundException' },
    },
  ],
});
