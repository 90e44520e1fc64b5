// Simulated load balancing: the health of the targets that tasks are.

import { targetGroupArn } from '#kinds/ecs-service/simulated.ts';
import type { SimService } from '#kinds/ecs-service/simulated-world.ts';
import { errorOf } from '#sim/faults.ts';
import { notSimulated, type SimulatedService } from './simulated-service.ts';

type Input = { readonly TargetGroupArn: string };

export const simulatedElbv2 = (services: readonly SimService[]): SimulatedService => {
  const find = (arn: string): SimService | undefined => services.find((service) => targetGroupArn(service) === arn);
  return {
    handle(operation, { TargetGroupArn }: Input) {
      if (operation !== 'DescribeTargetHealth') return notSimulated('elbv2', operation);
      const service = find(TargetGroupArn);
      if (!service) throw errorOf('TargetGroupNotFound', `Target groups '${TargetGroupArn}' not found`);
      const registered = service.tasks.filter(({ target }) => target !== 'none');
      return {
        TargetHealthDescriptions: registered.map(({ arn, target }) => ({
          Target: { Id: arn, Port: 8080 },
          TargetHealth: { State: target },
        })),
      };
    },
    resourceOf: (_operation, { TargetGroupArn }: Input) => find(TargetGroupArn)?.name,
  };
};
