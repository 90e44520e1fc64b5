// Adapters that are described by where the facts stand in a row: what they ask of the SDK, and what they make of AWS's answers.
import { describe, expect, it } from 'vitest';
import { ec2InstanceAdapter } from '#kinds/ec2-instance/adapter.ts';
import { ec2Instance } from '#kinds/ec2-instance/kind.ts';
import { redshiftClusterAdapter } from '#kinds/redshift-cluster/adapter.ts';

type Command = { readonly constructor: { readonly name: string }; readonly input: Readonly<Record<string, unknown>> };

/** Answers one call after the other, and keeps what was asked. */
const client = (...answers: readonly object[]) => {
  const asked: { readonly command: string; readonly input: object }[] = [];
  const left = [...answers];
  const send = async (command: Command) => {
    asked.push({ command: command.constructor.name, input: command.input });
    return left.shift() ?? {};
  };
  return { asked, sender: { send } as never };
};

const instance = (InstanceId: string, more: object = {}) => ({ InstanceId, State: { Name: 'running' }, ...more });
const reserved = (...Instances: readonly object[]) => ({ Instances });

describe('the adapter of EC2 instances', () => {
  it('the adapter of EC2 instances reads every page of reservations, and what a row says of an instance', async () => {
    const row = instance('i-1', {
      PrivateDnsName: 'ip-10-0-0-1.ec2.internal',
      SecurityGroups: [{ GroupId: 'sg-1' }, { GroupId: 'sg-2' }],
      Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }],
      RootDeviceType: 'ebs',
    });
    const { asked, sender } = client(
      { Reservations: [reserved(row)], NextToken: 'more' },
      { Reservations: [reserved(), reserved(instance('i-2', { State: { Name: 'stopped' } }))] },
    );

    expect(await ec2InstanceAdapter.read(sender, ['i-1', 'i-2'], 'stop')).toMatchObject([
      {
        name: 'i-1',
        status: 'running',
        groups: ['sg-1', 'sg-2'],
        hosts: ['ip-10-0-0-1.ec2.internal', undefined],
        lagging: [],
        facts: { autoScalingGroup: 'web', rootDevice: 'ebs', persistentSpot: false },
      },
      { name: 'i-2', status: 'stopped', groups: [], hosts: [undefined, undefined] },
    ]);
    const Filters = [{ Name: 'instance-id', Values: ['i-1', 'i-2'] }];
    expect(asked).toEqual([
      { command: 'DescribeInstancesCommand', input: { Filters } },
      { command: 'DescribeInstancesCommand', input: { Filters, NextToken: 'more' } },
    ]);
  });

  it('the adapter of EC2 instances asks on a start for the checks of those that run, and says which are not ok', async () => {
    const { asked, sender } = client(
      { Reservations: [reserved(instance('i-1'), instance('i-2'), instance('i-3', { State: { Name: 'pending' } }))] },
      {
        InstanceStatuses: [
          { InstanceId: 'i-1', InstanceStatus: { Status: 'ok' }, SystemStatus: { Status: 'impaired' } },
          { InstanceId: 'i-2', InstanceStatus: { Status: 'ok' }, SystemStatus: { Status: 'ok' } },
        ],
      },
    );
    const rows = await ec2InstanceAdapter.read(sender, undefined, 'start');

    expect(rows.map(({ lagging }) => lagging)).toEqual([['its status checks are impaired'], [], []]);
    expect(asked.at(-1)).toEqual({
      command: 'DescribeInstanceStatusCommand',
      input: { InstanceIds: ['i-1', 'i-2'] },
    });
  });

  it.each([
    ['persistent', undefined],
    ['one-time', 'SPOT_ONE_TIME'],
  ])(
    'the adapter of EC2 instances tells that a spot instance whose request is %s is refused with %s',
    async (Type, code) => {
      const { sender } = client(
        { Reservations: [reserved(instance('i-1', { InstanceLifecycle: 'spot' }))] },
        { SpotInstanceRequests: [{ InstanceId: 'i-1', Type }] },
      );
      const [row] = await ec2InstanceAdapter.read(sender, ['i-1'], 'stop');

      expect(ec2Instance.cannotStop?.(row?.facts ?? {})?.code).toBe(code);
    },
  );

  it.each([
    [{}, undefined],
    [{ autoScalingGroup: 'web' }, 'belongs to Auto Scaling group web, which would replace it'],
    [{ rootDevice: 'instance-store' }, 'its root device is an instance store: EC2 cannot stop it'],
    [{ rootDevice: 'ebs' }, undefined],
    [{ lifecycle: 'spot', persistentSpot: true }, undefined],
  ])('the adapter of EC2 instances refuses with the facts %j because: %s', (facts, reason) => {
    expect(ec2Instance.cannotStop?.(facts)?.reason).toBe(reason);
  });

  it.each([
    ['start', 'StartInstancesCommand'],
    ['stop', 'StopInstancesCommand'],
  ] as const)('the adapter of EC2 instances makes a %s by %s with the id in a list', async (action, command) => {
    const { asked, sender } = client();
    await ec2InstanceAdapter.change(sender, action, 'i-1', undefined);

    expect(asked).toEqual([{ command, input: { InstanceIds: ['i-1'] } }]);
    expect(ec2InstanceAdapter.nameIn({ InstanceIds: ['i-1'] })).toBe('i-1');
  });
});

describe('the adapter of Redshift clusters', () => {
  it('the adapter of Redshift clusters reads all clusters page by page, as it cannot ask for some', async () => {
    const row = {
      ClusterIdentifier: 'warehouse',
      ClusterStatus: 'available',
      Endpoint: { Address: 'warehouse.example' },
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
    };
    const { asked, sender } = client({ Clusters: [row], Marker: 'more' }, { Clusters: [] });

    expect(await redshiftClusterAdapter.read(sender, ['warehouse'], 'start')).toMatchObject([
      { name: 'warehouse', status: 'available', hosts: ['warehouse.example'], groups: ['sg-1'], lagging: [] },
    ]);
    expect(asked.map(({ input }) => input)).toEqual([{ MaxRecords: 100 }, { MaxRecords: 100, Marker: 'more' }]);
  });

  it('the adapter of Redshift clusters names the cluster in a change', async () => {
    const { asked, sender } = client();
    await redshiftClusterAdapter.change(sender, 'stop', 'warehouse', undefined);

    expect(asked).toEqual([{ command: 'PauseClusterCommand', input: { ClusterIdentifier: 'warehouse' } }]);
    expect(redshiftClusterAdapter.nameIn({ ClusterIdentifier: 'warehouse' })).toBe('warehouse');
  });
});
