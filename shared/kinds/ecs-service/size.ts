// What services use: the processors and the memory of their tasks, by task definition.
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { calling } from '#core/aws/errors.ts';
import { chunks } from '#core/aws/paging.ts';
import type { Size, Usage } from '#core/cost.ts';
import type { Sends } from '../adapter.ts';
import type { ResourceOf } from '../resource.ts';

type EcsService = ResourceOf<'ecs-service'>;

/** Per task. CPU units are 1,024 to a processor; memory is in MiB. */
const usageOf = ({ cpu, memory, runtimePlatform }: TaskDefinition): Usage[] | undefined => {
  if (!cpu || !memory) return undefined;
  const architecture = runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm' : 'x86';
  return [
    { price: `fargate/${architecture}/vcpu`, quantity: Number(cpu) / 1_024 },
    { price: `fargate/${architecture}/gb`, quantity: Number(memory) / 1_024 },
  ];
};

const definitionReader = (client: Sends<ECSClient>) => async (taskDefinition: string) => {
  const answer = await calling(`read task definition ${taskDefinition}`, () =>
    client.send(new DescribeTaskDefinitionCommand({ taskDefinition })),
  );
  return answer.taskDefinition ?? {};
};

const described = async (client: Sends<ECSClient>, cluster: string, names: readonly string[]) => {
  const pages = await Promise.all(
    chunks(names, 10).map((services) =>
      calling(`describe services of ${cluster}`, () => client.send(new DescribeServicesCommand({ cluster, services }))),
    ),
  );
  return pages.flatMap(({ services = [] }) => services);
};

/** By `cluster/service`; `tasks` says how many of a resource are up when it is up. Throws `OperationError`. */
export const serviceSizes = async (
  client: Sends<ECSClient>,
  services: readonly EcsService[],
  tasks: (service: EcsService, desiredNow: number) => number,
): Promise<ReadonlyMap<string, Size>> => {
  const read = definitionReader(client);
  const sizes = new Map<string, Size>();
  for (const [cluster, own] of Map.groupBy(services, (one) => one.cluster))
    for (const found of await described(
      client,
      cluster,
      own.map(({ service }) => service),
    )) {
      const resource = own.find(({ service }) => service === found.serviceName);
      if (!resource || !found.taskDefinition) continue;
      const perTask = usageOf(await read(found.taskDefinition));
      const count = tasks(resource, found.desiredCount ?? 0);
      sizes.set(`${cluster}/${resource.service}`, {
        whileUp: (perTask ?? []).map(({ price, quantity }) => ({ price, quantity: quantity * count })),
        always: [],
        ...(perTask ? {} : { unknown: 'its task definition sets no CPU and memory' }),
      });
    }
  return sizes;
};
