// What the calls of adapter.ts and tasks.ts need. `start` and `stop` make the same ones.

import type { Arn } from '#core/aws/arn.ts';
import { type KindPermissions, noResourceType, type Permission, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

type EcsServices = readonly ResourceOf<'ecs-service'>[];

const named = (services: EcsServices, arn: Arn): string[] => [
  ...new Set(services.map(({ cluster, service }) => arn('ecs', `service/${cluster}/${service}`))),
];

const change = (services: EcsServices, arn: Arn): Permission[] => [
  {
    actions: { 'ecs:UpdateService': 'set the task count' },
    on: named(services, arn),
    // Neither other code nor a shell in it. A request that changes neither carries neither key; IAM has no key for a service's
    // security groups, load balancers or a forced deployment.
    conditions: {
      Null: { 'ecs:task-definition': 'true' },
      StringEqualsIfExists: { 'ecs:enable-execute-command': 'false' },
    },
  },
  // A scalable target's ARN ends in an id that AWS draws, and IAM has no key for the resource behind it. What the call may reach
  // is narrower than this: Application Auto Scaling tries whether the caller may update the ECS service behind the target.
  {
    actions: {
      'application-autoscaling:RegisterScalableTarget': 'suspend autoscaling for a stop, restore its bounds on a start',
    },
    on: [arn('application-autoscaling', 'scalable-target/*')],
    conditions: {
      StringEquals: {
        'application-autoscaling:service-namespace': 'ecs',
        'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
      },
    },
  },
];

export const ecsServicePermissions: KindPermissions<'ecs-service'> = {
  observe: (services, arn): Permission[] => {
    const clusters = [...new Set(services.map(({ cluster }) => cluster))];
    return [
      { actions: { 'ecs:DescribeServices': seeState }, on: named(services, arn) },
      // A task's ARN ends in an id that AWS draws.
      {
        actions: {
          'ecs:DescribeTasks': 'check that tasks are healthy, and after a stop that they have stopped',
          'ecs:GetTaskProtection': 'report how long tasks have scale-in protection',
        },
        on: clusters.map((cluster) => arn('ecs', `task/${cluster}/*`)),
      },
      // By cluster: a list of services is most of what IAM takes of a role, and this would be a second one.
      {
        actions: {
          'ecs:DescribeServiceRevisions': 'find the active target group if the listener rule does not show it',
        },
        on: clusters.map((cluster) => arn('ecs', `service-revision/${cluster}/*`)),
      },
      {
        actions: { 'ecs:ListTasks': 'find remaining tasks of a stopped service' },
        // Its only resource type is the container instance, which Fargate does not have.
        on: {
          everything: 'checked against * unless it names a container instance; a condition narrows it to the cluster',
        },
        conditions: { ArnEquals: { 'ecs:cluster': clusters.map((cluster) => arn('ecs', `cluster/${cluster}`)) } },
      },
      {
        actions: {
          'ecs:DescribeTaskDefinition':
            'check whether tasks have a health check; for savings, read their CPU and memory',
          'application-autoscaling:DescribeScalableTargets': 'store bounds and suspensions of autoscaling',
          'application-autoscaling:DescribeScheduledActions':
            'apply scheduled scaling actions that were due during the downtime',
          'elasticloadbalancing:DescribeTargetHealth': 'wait until the load balancer sends requests',
          'elasticloadbalancing:DescribeRules': 'find which of two target groups a load balancer sends requests to',
          'elasticloadbalancing:DescribeListeners':
            'find which of two target groups a network load balancer sends requests to',
        },
        on: { everything: noResourceType },
      },
    ];
  },
  start: change,
  stop: change,
};
