// Services of ECS: who may reach them by Service Connect, and which addresses the variables of their containers name.
import {
  type Deployment,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  type Service as SdkService,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { hostCandidates } from '../inventory/host-candidates.ts';
import type { Reader } from '../inventory/reader.ts';
import { lastOf } from '../inventory/tags.ts';
import type { Found, Host, Mention } from '../inventory.ts';

type Client = Sends<ECSClient>;
type Connect = NonNullable<Deployment['serviceConnectConfiguration']>;

const servicesPerCall = 10;

const listClusters = (client: Client): Promise<string[]> =>
  allPages(
    (nextToken) => client.send(new ListClustersCommand(nextToken ? { nextToken } : {})),
    (page) => page.clusterArns,
    (page) => page.nextToken,
  );

const listServices = (client: Client, cluster: string): Promise<string[]> =>
  allPages(
    (nextToken) =>
      client.send(new ListServicesCommand({ cluster, maxResults: 100, ...(nextToken ? { nextToken } : {}) })),
    (page) => page.serviceArns,
    (page) => page.nextToken,
  );

/** Names of variables are anybody's text; what is no ordinary letter would be at home in no message. */
const printable = (name: string): string => name.replaceAll(/[^\x21-\x7e]/g, '?');

/** Variables in the open only: what secrets hold is never asked for. */
const mentionsOf = ({ containerDefinitions = [] }: TaskDefinition): Mention[] =>
  containerDefinitions.flatMap(({ environment = [] }) =>
    environment.flatMap(({ name = '', value = '' }) => {
      const candidates = hostCandidates(name, value);
      return candidates.length > 0 ? [{ where: printable(name), candidates }] : [];
    }),
  );

const connectOf = ({ deployments = [] }: SdkService): Connect | undefined => {
  const primary = deployments.find(({ status }) => status === 'PRIMARY')?.serviceConnectConfiguration;
  return primary?.enabled ? primary : undefined;
};

/** Without an alias of its own a service is reached under its discovery name in the namespace. */
const hostsOf = ({ namespace = '', services = [] }: Connect): Host[] =>
  services.flatMap(({ portName = '', discoveryName = portName, clientAliases = [] }) => {
    const aliases = clientAliases.flatMap(({ dnsName }) => (dnsName ? [dnsName] : []));
    const names = aliases.length > 0 ? aliases : [`${discoveryName}.${lastOf(namespace)}`];
    return names.map((name) => ({ name: name.toLowerCase(), namespace }));
  });

const foundOf = (cluster: string, service: SdkService, definition: TaskDefinition): Found => {
  const { serviceName: name = '', networkConfiguration, desiredCount, schedulingStrategy, tags = [] } = service;
  const connect = connectOf(service);
  return {
    identity: { kind: 'ecs-service', cluster, service: name },
    id: name,
    tags: new Map(tags.map(({ key = '', value = '' }) => [key, value])),
    groups: networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [],
    hosts: connect ? hostsOf(connect) : [],
    mentions: mentionsOf(definition),
    ...(connect?.namespace ? { namespace: connect.namespace } : {}),
    desired: desiredCount ?? 0,
    // facts/aws-semantics.md 2.2
    ...(schedulingStrategy === 'DAEMON' ? { cannot: 'a daemon service: it has no task count of its own' } : {}),
  };
};

const definitionReader =
  (client: Client, { read }: Reader) =>
  (taskDefinition: string | undefined): Promise<TaskDefinition> =>
    taskDefinition === undefined
      ? Promise.resolve({})
      : read<TaskDefinition>(
          'ecs:DescribeTaskDefinition',
          async () => (await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition ?? {},
          {},
        );

const inCluster = async (client: Client, cluster: string, reader: Reader): Promise<Found[]> => {
  const arns = await reader.read('ecs:ListServices', () => listServices(client, cluster), []);
  const definitionOf = definitionReader(client, reader);
  const found: Found[] = [];
  for (const services of chunks(arns.map(lastOf), servicesPerCall)) {
    const described = await reader.read(
      'ecs:DescribeServices',
      async () =>
        (await client.send(new DescribeServicesCommand({ cluster, services, include: ['TAGS'] }))).services ?? [],
      [],
    );
    const active = described.filter(({ status }) => status === 'ACTIVE');
    const definitions = await Promise.all(active.map(({ taskDefinition }) => definitionOf(taskDefinition)));
    found.push(...active.map((service, index) => foundOf(cluster, service, definitions[index] ?? {})));
  }
  return found;
};

export const ecsServices = async (client: Client, reader: Reader): Promise<Found[]> => {
  const arns = await reader.read('ecs:ListClusters', () => listClusters(client), []);
  const found: Found[] = [];
  for (const cluster of arns.map(lastOf)) found.push(...(await inCluster(client, cluster, reader)));
  return found;
};
