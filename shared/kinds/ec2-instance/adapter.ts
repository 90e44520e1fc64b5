import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSpotInstanceRequestsCommand,
  EC2Client,
  type Instance,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { byFilter, listedAdapter, reading, until } from '../listed-adapter.ts';

export const ec2InstanceAdapter = listedAdapter<EC2Client, Instance>({
  client: EC2Client,
  list: reading(DescribeInstancesCommand, 'Reservations.Instances', byFilter('instance-id')),
  row: {
    name: 'InstanceId',
    status: 'State.Name',
    groups: 'SecurityGroups[].GroupId',
    hosts: ['PrivateDnsName', 'PublicDnsName'],
    facts: { rootDevice: 'RootDeviceType', lifecycle: 'InstanceLifecycle' },
    tagFacts: { autoScalingGroup: 'aws:autoscaling:groupName' },
  },
  also: [
    {
      // Running says that it boots, its checks that it works.
      read: reading(DescribeInstanceStatusCommand, 'InstanceStatuses', (InstanceIds) => ({ InstanceIds })),
      of: ({ status }, towards) => towards === 'start' && status === 'running',
      ready: until(['InstanceStatus.Status', 'SystemStatus.Status'], 'ok', 'its status checks are', 'initializing'),
    },
    {
      read: reading(DescribeSpotInstanceRequestsCommand, 'SpotInstanceRequests', byFilter('instance-id')),
      of: ({ facts }) => facts.lifecycle === 'spot',
      facts: { persistentSpot: ['Type', 'persistent', 'one-time'] },
    },
  ],
  changes: { start: StartInstancesCommand, stop: StopInstancesCommand, input: (id) => ({ InstanceIds: [id] }) },
});
