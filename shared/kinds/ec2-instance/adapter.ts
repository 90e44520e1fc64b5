import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSpotInstanceRequestsCommand,
  EC2Client,
  type Instance,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { allPages } from '#core/aws/paging.ts';
import { tagMap } from '../inventory/tags.ts';
import { statusAdapter } from '../status-adapter.ts';

const byId = (ids: readonly string[]) => ({ Filters: [{ Name: 'instance-id', Values: [...ids] }] });

export const ec2InstanceAdapter = statusAdapter<EC2Client>({
  client: EC2Client,
  // By filter: asking for an id that does not exist would fail for all of them. Running says that it boots, its checks that it works.
  async read(client, names, towards) {
    const found = await allPages(
      (NextToken) => client.send(new DescribeInstancesCommand({ ...(names ? byId(names) : {}), NextToken })),
      (page) => page.Reservations?.flatMap(({ Instances = [] }) => Instances),
      (page) => page.NextToken,
    );
    const idsOf = (fits: (one: Instance) => boolean) =>
      found.filter(fits).flatMap(({ InstanceId }) => InstanceId ?? []);
    const running = towards === 'start' ? idsOf(({ State }) => State?.Name === 'running') : [];
    const spot = idsOf(({ InstanceLifecycle }) => InstanceLifecycle === 'spot');
    const [checked, requested] = await Promise.all([
      running.length > 0 ? client.send(new DescribeInstanceStatusCommand({ InstanceIds: running })) : undefined,
      spot.length > 0 ? client.send(new DescribeSpotInstanceRequestsCommand(byId(spot))) : undefined,
    ]);
    return found.map((one) => {
      const tags = tagMap(one.Tags);
      const check = checked?.InstanceStatuses?.find(({ InstanceId }) => InstanceId === one.InstanceId);
      const failing = [check?.InstanceStatus?.Status, check?.SystemStatus?.Status].find(
        (word) => word && word !== 'ok',
      );
      const request = requested?.SpotInstanceRequests?.find(({ InstanceId }) => InstanceId === one.InstanceId);
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
  change: (client, to, id) =>
    client.send(
      to === 'start'
        ? new StartInstancesCommand({ InstanceIds: [id] })
        : new StopInstancesCommand({ InstanceIds: [id] }),
    ),
  rehearsed: {
    DescribeInstances: {
      list: 'Reservations',
      row: ({ id, status, facts, host, group, tags }) => {
        const inGroup = facts.autoScalingGroup
          ? [{ Key: 'aws:autoscaling:groupName', Value: facts.autoScalingGroup }]
          : [];
        const known = { InstanceId: id, State: { Name: status }, RootDeviceType: facts.rootDevice ?? 'ebs' };
        const more = { PrivateDnsName: host, SecurityGroups: [{ GroupId: group }], Tags: [...tags, ...inGroup] };
        return { Instances: [{ ...known, ...more, InstanceLifecycle: facts.lifecycle }] };
      },
    },
    DescribeInstanceStatus: {
      list: 'InstanceStatuses',
      row: ({ id, isLagging }) => ({ InstanceId: id, InstanceStatus: { Status: isLagging ? 'initializing' : 'ok' } }),
    },
    DescribeSpotInstanceRequests: {
      list: 'SpotInstanceRequests',
      row: ({ id, facts }) => ({ InstanceId: id, Type: facts.persistentSpot ? 'persistent' : 'one-time' }),
    },
  },
  nameIn: ({ InstanceIds }) => (Array.isArray(InstanceIds) ? InstanceIds[0] : undefined),
});
