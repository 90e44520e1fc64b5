// What network and streaming an environment stands on: its own, or that of another environment.
import type { SinkConfig } from './sink-config.ts';

type Cidrs = readonly [string, ...string[]];

/**
 * MSK refuses connectivity while it creates a cluster, and takes one change of it per update: each phase is one edit and one
 * deployment of the streaming stack. A cluster can stay in any of them.
 */
export type Connectivity =
  | { readonly phase: 'creating' }
  /** Only in public subnets. */
  | { readonly phase: 'public-access'; readonly clientCidrs: Cidrs }
  /** Not with the smallest brokers. With `clientCidrs` the public endpoint, which came before, stays. */
  | { readonly phase: 'multi-vpc'; readonly clientCidrs?: Cidrs }
  /** The public endpoint is closed again. */
  | { readonly phase: 'closed' };

export type KafkaConfig = {
  readonly version: string;
  readonly instanceType: string;
  readonly brokersPerZone: number;
  readonly storageGibPerBroker: number;
  /** The subnets are permanent. */
  readonly subnets: 'public' | 'private';
  readonly connectivity: Connectivity;
  /** The finer, the more metrics are paid for. `PER_BROKER` is the coarsest that counts under-replicated partitions. */
  readonly monitoring: 'PER_BROKER' | 'PER_TOPIC_PER_BROKER' | 'PER_TOPIC_PER_PARTITION';
};

/** From where the public endpoint is reached; nothing if there is none. */
export const publicClients = ({ connectivity }: KafkaConfig): readonly string[] =>
  'clientCidrs' in connectivity ? (connectivity.clientCidrs ?? []) : [];

const smallestBrokers: readonly string[] = ['kafka.t3.small'];

/** An alarm of CloudWatch takes ten metrics, and that on the CPU of the busiest broker needs two of each. */
const brokersWatched = 5;

/** What AWS would refuse, said before anything is deployed. */
export const kafkaProblems = ({ instanceType, subnets, connectivity }: KafkaConfig, brokers: number): string[] => [
  ...(brokers > brokersWatched
    ? [`${brokers} brokers are more than the ${brokersWatched} whose CPU one alarm can watch: take larger ones`]
    : []),
  ...(subnets === 'private' && 'clientCidrs' in connectivity && connectivity.clientCidrs
    ? ['a cluster in private subnets cannot have a public endpoint']
    : []),
  ...(connectivity.phase === 'multi-vpc' && smallestBrokers.includes(instanceType)
    ? [`brokers of ${instanceType} cannot have multi-VPC connectivity`]
    : []),
];

/** As many copies as there are brokers, three at most; with three of them a write needs two, so that one broker may be away. */
export const replicationOf = (brokers: number): { readonly factor: number; readonly inSync: number } => {
  const factor = Math.min(3, brokers);
  return { factor, inSync: factor >= 3 ? 2 : 1 };
};

type NetworkConfig = {
  readonly cidr: string;
  /** Who reaches the load balancer. */
  readonly albCidrs: readonly string[];
  /** Who reaches the databases, in addition to the services that own them. */
  readonly databaseCidrs: readonly string[];
};

export type OwnedFoundation = {
  readonly kind: 'owned';
  readonly network: NetworkConfig;
  readonly kafka: KafkaConfig;
  readonly sink: SinkConfig;
};

export type FoundationConfig = OwnedFoundation | { readonly kind: 'shared'; readonly from: string };
