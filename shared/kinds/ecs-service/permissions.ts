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
      'application-autoscaling:RegisterScalableTarget': 'suspend autoscaling for a stop, give bounds back on a start',
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
          'ecs:DescribeTasks': 'see whether tasks are healthy, and after a stop whether they are really gone',
          'ecs:GetTaskProtection': 'say until when tasks protect themselves from being scaled in',
        },
        on: clusters.map((cluster) => arn('ecs', `task/${cluster}/*`)),
      },
      // By cluster: a list of services is most of what IAM takes of a role, and this would be a second one.
      {
        actions: {
          'ecs:DescribeServiceRevisions': 'know which target group serves, where the listener rule does not tell',
        },
        on: clusters.map((cluster) => arn('ecs', `service-revision/${cluster}/*`)),
      },
      {
        actions: { 'ecs:ListTasks': 'find the tasks of a service that is to be gone' },
        // Its only resource type is the container instance, which Fargate does not have.
        on: {
          everything: 'checked against * unless it names a container instance; a condition narrows it to the cluster',
        },
        conditions: { ArnEquals: { 'ecs:cluster': clusters.map((cluster) => arn('ecs', `cluster/${cluster}`)) } },
      },
      {
        actions: {
          'ecs:DescribeTaskDefinition':
            'know whether tasks have a health check to wait for; for savings, what they use',
          'application-autoscaling:DescribeScalableTargets': 'remember bounds and suspensions of autoscaling',
          'application-autoscaling:DescribeScheduledActions':
            'make up for what its owner planned and the downtime held',
          'elasticloadbalancing:DescribeTargetHealth': 'wait until a load balancer sends requests',
          'elasticloadbalancing:DescribeRules': 'know which of two target groups a load balancer sends requests to',
          'elasticloadbalancing:DescribeListeners':
            'know which of two target groups a network load balancer sends requests to',
        },
        on: { everything: noResourceType },
      },
    ];
  },
  start: change,
  stop: change,
};
