// The calls of shared/kinds/ecs-service/adapter.ts and ecs-tasks.ts. `start` and `stop` make the same ones.
import type { ResourceOf } from '#kinds/resource.ts';
import { type Arn, allow, type PermissionsOf } from './permissions.ts';

type EcsService = ResourceOf<'ecs-service'>;

const arnsOf = (services: readonly EcsService[], arn: Arn): string[] =>
  services.map(({ cluster, service }) => arn('ecs', `service/${cluster}/${service}`));

export const ecsService: PermissionsOf<'ecs-service'> = {
  observe: (services, arn) => {
    const clusters = [...new Set(services.map(({ cluster }) => cluster))];
    return [
      allow(['ecs:DescribeServices'], arnsOf(services, arn)),
      // A task's ARN ends in an id that AWS draws.
      allow(
        ['ecs:DescribeTasks'],
        clusters.map((cluster) => arn('ecs', `task/${cluster}/*`)),
      ),
      allow(
        ['ecs:DescribeServiceRevisions'],
        services.map(({ cluster, service }) => arn('ecs', `service-revision/${cluster}/${service}/*`)),
      ),
      // Its only resource type is the container instance, which Fargate does not have: a call that names none is checked
      // against `*`, so the condition has to name the cluster.
      allow(['ecs:ListTasks'], ['*'], {
        ArnEquals: { 'ecs:cluster': clusters.map((cluster) => arn('ecs', `cluster/${cluster}`)) },
      }),
      // Reads for which IAM knows no resource type.
      allow(
        [
          'ecs:DescribeTaskDefinition',
          'application-autoscaling:DescribeScalableTargets',
          'application-autoscaling:DescribeScheduledActions',
          'elasticloadbalancing:DescribeTargetHealth',
          // Of services whose target groups take turns: which one serves.
          'elasticloadbalancing:DescribeListeners',
          'elasticloadbalancing:DescribeRules',
        ],
        ['*'],
      ),
    ];
  },
  act: (services, { arn }) => [
    allow(['ecs:UpdateService'], arnsOf(services, arn)),
    // A scalable target's ARN ends in an id that AWS draws. What the call may reach is narrower than this: Application
    // Auto Scaling tries whether the caller may update the ECS service behind the target.
    allow(['application-autoscaling:RegisterScalableTarget'], [arn('application-autoscaling', 'scalable-target/*')], {
      StringEquals: {
        'application-autoscaling:service-namespace': 'ecs',
        'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
      },
    }),
  ],
};
