// Simulated load balancing: the health of the targets that tasks are, and the listener rules that send them traffic.

import { listenerRuleArn, targetGroupsOf } from '#kinds/ecs-service/simulated.ts';
import type { SimService } from '#kinds/ecs-service/simulated-world.ts';
import { errorOf } from '#sim/faults.ts';
import { notSimulated, type SimulatedService } from './simulated-service.ts';

type Input = {
  readonly TargetGroupArn?: string;
  readonly RuleArns?: readonly string[];
  readonly ListenerArns?: readonly string[];
};

const holds = (service: SimService, arn: string | undefined): boolean =>
  targetGroupsOf(service).some((group) => group.arn === arn);

const actionsOf = (service: SimService) => {
  const TargetGroups = targetGroupsOf(service)
    .filter(({ unused }) => !unused)
    .map(({ arn, serves }) => ({ TargetGroupArn: arn, Weight: serves ? 100 : 0 }));
  return [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
};

const stateIn = ({ unused, fails }: ReturnType<typeof targetGroupsOf>[number], target: string): string => {
  if (unused) return 'unused';
  return fails && target === 'healthy' ? 'unhealthy' : target;
};

export const simulatedElbv2 = (services: readonly SimService[]): SimulatedService => {
  const find = (arn: string | undefined): SimService | undefined => services.find((service) => holds(service, arn));
  const ruled = ({ RuleArns = [], ListenerArns = [] }: Input): SimService[] =>
    services.filter((service) => [...RuleArns, ...ListenerArns].includes(listenerRuleArn(service)));

  const targetHealth = ({ TargetGroupArn }: Input) => {
    const service = find(TargetGroupArn);
    const group = service && targetGroupsOf(service).find(({ arn }) => arn === TargetGroupArn);
    if (!service || !group) throw errorOf('TargetGroupNotFound', `Target groups '${TargetGroupArn}' not found`);
    const registered = group.serves ? service.tasks.filter(({ target }) => target !== 'none') : [];
    return {
      TargetHealthDescriptions: registered.map(({ arn, target }) => ({
        Target: { Id: arn, Port: 8080 },
        TargetHealth: { State: stateIn(group, target) },
      })),
    };
  };

  return {
    handle(operation, input: Input) {
      switch (operation) {
        case 'DescribeTargetHealth':
          return targetHealth(input);
        case 'DescribeRules':
          return { Rules: ruled(input).map((one) => ({ RuleArn: listenerRuleArn(one), Actions: actionsOf(one) })) };
        case 'DescribeListeners':
          return {
            Listeners: ruled(input).map((one) => ({
              ListenerArn: listenerRuleArn(one),
              DefaultActions: actionsOf(one),
            })),
          };
        default:
          return notSimulated('elbv2', operation);
      }
    },
    resourceOf: (_operation, input: Input) => (find(input.TargetGroupArn) ?? ruled(input)[0])?.name,
  };
};
