// One simulated service, and its tasks and targets at a time.
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type DesiredStatus,
  ListTasksCommand,
  type Service,
  type Task,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { service } from '#test/support/definitions.ts';

export const shop = service('shop');
export const { cluster } = shop;

export const shopCloud = (facts: ResourceWorld = {}, seed = 1): SimulatedCloud =>
  simulatedCloud([shop], { seed, world: { shop: { scaling: null, loadBalancer: false, ...facts } } });

export const want = ({ clients }: SimulatedCloud, desiredCount: number) =>
  clients.ecs.send(new UpdateServiceCommand({ cluster, service: shop.service, desiredCount }));

export const look = async ({ clients }: SimulatedCloud): Promise<Service> => {
  const { services } = await clients.ecs.send(new DescribeServicesCommand({ cluster, services: [shop.service] }));
  return services?.[0] ?? {};
};

export const tasksOf = async ({ clients }: SimulatedCloud, desiredStatus: DesiredStatus): Promise<Task[]> => {
  const { taskArns = [] } = await clients.ecs.send(new ListTasksCommand({ cluster, desiredStatus }));
  return (await clients.ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
};
