// What the calls of adapter.ts need.
import { type KindPermissions, noResourceType, type Permission, seeState } from '../permission.ts';

/** Between the two colons stands an id that Auto Scaling draws. */
const change =
  (actions: Permission['actions']): KindPermissions<'auto-scaling-group'>['start'] =>
  (groups, arn) => [
    { actions, on: groups.map(({ group }) => arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${group}`)) },
  ];

export const autoScalingGroupPermissions: KindPermissions<'auto-scaling-group'> = {
  observe: () => [
    {
      actions: {
        'autoscaling:DescribeAutoScalingGroups': seeState,
        'autoscaling:DescribeScheduledActions':
          'store that a group has scheduled actions, which do not act while it is down',
      },
      on: { everything: noResourceType },
    },
  ],
  start: change({
    'autoscaling:UpdateAutoScalingGroup': 'restore the size of a group',
    'autoscaling:ResumeProcesses': 'let a group scale again',
    'autoscaling:PutWarmPool': 'restore a warm pool',
  }),
  stop: change({
    'autoscaling:UpdateAutoScalingGroup': 'set the size of a group to 0',
    'autoscaling:SuspendProcesses': 'keep scaling policies and scheduled actions from raising it',
    'autoscaling:PutWarmPool': 'empty a warm pool',
  }),
};
