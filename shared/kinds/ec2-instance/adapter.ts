import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSpotInstanceRequestsCommand,
  EC2Client,
  type Instance,
  type InstanceStatus,
  type SpotInstanceRequest,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { tagMap } from '../inventory/tags.ts';
import { statusAdapter } from '../status-adapter.ts';

type Client = Sends<EC2Client>;

/** By filter: asking for an id that does not exist would fail for all of them. */
const described = (client: Client, names: readonly string[] | undefined): Promise<Instance[]> => {
  const Filters = names ? [{ Name: 'instance-id', Values: [...names] }] : [];
  return allPages(
    (NextToken) => client.send(new DescribeInstancesCommand({ Filters, ...(NextToken ? { NextToken } : {}) })),
    (page) => (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances),
    (page) => page.NextToken,
  );
};

/** Running says that it boots; its checks say that it works. */
const checksOf = async (client: Client, running: string[]): Promise<InstanceStatus[]> => {
  if (running.length === 0) return [];
  return (await client.send(new DescribeInstanceStatusCommand({ InstanceIds: running }))).InstanceStatuses ?? [];
};

const spotRequestsOf = async (client: Client, ids: string[]): Promise<SpotInstanceRequest[]> => {
  if (ids.length === 0) return [];
  const Filters = [{ Name: 'instance-id', Values: ids }];
  return (await client.send(new DescribeSpotInstanceRequestsCommand({ Filters }))).SpotInstanceRequests ?? [];
};

export const ec2InstanceAdapter = statusAdapter<EC2Client>({
  client: EC2Client,
  async read(client, names, towards) {
    const found = await described(client, names);
    const idsOf = (fits: (one: Instance) => boolean) =>
      found.filter(fits).flatMap(({ InstanceId }) => InstanceId ?? []);
    const running = towards === 'start' ? idsOf(({ State }) => State?.Name === 'running') : [];
    const [checks, requests] = await Promise.all([
      checksOf(client, running),
      spotRequestsOf(
        client,
        idsOf(({ InstanceLifecycle }) => InstanceLifecycle === 'spot'),
      ),
    ]);
    return found.map((one) => {
      const tags = tagMap(one.Tags);
      const check = checks.find(({ InstanceId }) => InstanceId === one.InstanceId);
      const failing = [check?.InstanceStatus?.Status, check?.SystemStatus?.Status].find(
        (word) => word && word !== 'ok',
      );
      const request = requests.find(({ InstanceId }) => InstanceId === one.InstanceId);
      return {
        name: one.InstanceId ?? '',
        status: one.State?.Name ?? 'unknown',
        lagging: failing ? [`its status checks are ${failing}`] : [],
        facts: {
          autoScalingGroup: tags.get('aws:autoscaling:groupName'),
          rootDevice: one.RootDeviceType,
          lifecycle: one.InstanceLifecycle,
          persistentSpot: request?.Type === 'persistent',
        },
        tags,
        groups: (one.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
        hosts: [one.PrivateDnsName, one.PublicDnsName],
      };
    });
  },
  change: (client, to, name) =>
    to === 'start'
      ? client.send(new StartInstancesCommand({ InstanceIds: [name] }))
      : client.send(new StopInstancesCommand({ InstanceIds: [name] })),
  rehearsed: {
    DescribeInstances: {
      list: 'Reservations',
      row: ({ id, status, facts, host, group, tags }) => ({
        Instances: [
          {
            InstanceId: id,
            State: { Name: status },
            RootDeviceType: facts.rootDevice ?? 'ebs',
            InstanceLifecycle: facts.lifecycle,
            PrivateDnsName: host,
            SecurityGroups: [{ GroupId: group }],
            Tags: [
              ...tags,
              ...(facts.autoScalingGroup ? [{ Key: 'aws:autoscaling:groupName', Value: facts.autoScalingGroup }] : []),
            ],
          },
        ],
      }),
    },
    DescribeInstanceStatus: {
      list: 'InstanceStatuses',
      row: ({ id, isLagging }) => ({
        InstanceId: id,
        InstanceStatus: { Status: isLagging ? 'initializing' : 'ok' },
        SystemStatus: { Status: 'ok' },
      }),
    },
    DescribeSpotInstanceRequests: {
      list: 'SpotInstanceRequests',
      row: ({ id, facts }) => ({ InstanceId: id, Type: facts.persistentSpot ? 'persistent' : 'one-time' }),
    },
  },
  nameIn: ({ InstanceIds }) => (Array.isArray(InstanceIds) ? InstanceIds[0] : undefined),
});
