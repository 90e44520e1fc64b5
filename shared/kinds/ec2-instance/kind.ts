import { awsName } from '../fields.ts';
import { memberOf, refusals } from '../refusals.ts';
import { statusKind } from '../status-kind.ts';

export const ec2Instance = statusKind({
  kind: 'ec2-instance',
  help: 'An Amazon EC2 instance, stopped and started. Its EBS volumes are kept; a public IP address is kept only if it is an Elastic IP.',
  fields: { instance: awsName(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, 'id of the EC2 instance', 'i-0123456789abcdef0') },
  deadlineMinutes: { start: 30, stop: 30 },
  init: { order: 'service', role: 'both', word: 'instance', heading: 'EC2 instances: stopped and started.' },
  statuses: {
    up: ['running'],
    down: ['stopped'],
    moving: ['pending', 'stopping'],
    broken: ['shutting-down', 'terminated'],
  },
  gone: ['terminated'],
  cannotStop: refusals({
    IN_AUTO_SCALING_GROUP: memberOf('autoScalingGroup', 'Auto Scaling group', 'which would replace it'),
    INSTANCE_STORE: [{ rootDevice: 'instance-store' }, 'its root device is an instance store: EC2 cannot stop it'],
    SPOT_ONE_TIME: [{ lifecycle: 'spot', persistentSpot: false }, 'its spot request is one-time: EC2 cannot stop it'],
  }),
  calls: {
    service: 'ec2',
    reads: ['DescribeInstances', 'DescribeInstanceStatus', 'DescribeSpotInstanceRequests'],
    start: 'StartInstances',
    stop: 'StopInstances',
  },
  arn: { service: 'ec2', prefix: 'instance/' },
  metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimension: 'InstanceId' },
  notPriced: 'the price table has no price for Amazon EC2',
  rehearsal: {
    prefix: 'vm',
    randomName: (digit) => `i-${Array.from({ length: 17 }, () => digit().toString(16)).join('')}`,
    via: { start: 'pending', stop: 'stopping' },
    refused: 'IncorrectInstanceState',
    notFound: 'InvalidInstanceID.NotFound',
    partsLag: true,
    facts: { autoScalingGroup: 'web', rootDevice: 'instance-store', lifecycle: 'spot' },
  },
});
