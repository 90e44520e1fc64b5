// What network and streaming an environment stands on: its own, or that of another environment.
import type { SinkConfig } from './sink-config.ts';

/** MSK takes its connectivity only after creation, so a new cluster is deployed twice: facts/cdk.md 2. */
export type Connectivity =
  | { readonly phase: 'creating' }
  | {
      readonly phase: 'established';
      /** Who reaches the public endpoint. A cluster with one lives in public subnets, which is decided for life. */
      readonly publicAccess: false | { readonly clientCidrs: readonly string[] };
      readonly multiVpc: boolean;
    };

export type KafkaConfig = {
  readonly version: string;
  readonly instanceType: string;
  readonly brokersPerZone: number;
  readonly storageGibPerBroker: number;
  readonly subnets: 'public' | 'private';
  readonly connectivity: Connectivity;
  /** The finer, the more metrics are paid for. `PER_BROKER` is the coarsest that counts under-replicated partitions. */
  readonly monitoring: 'PER_BROKER' | 'PER_TOPIC_PER_BROKER' | 'PER_TOPIC_PER_PARTITION';
};

export type NetworkConfig = {
  readonly cidr: string;
  /** Who reaches the load balancer. */
  readonly albCidrs: readonly string[];
  /** Who reaches the databases, besides the services that own them. */
  readonly databaseCidrs: readonly string[];
};

export type OwnedFoundation = {
  readonly kind: 'owned';
  readonly network: NetworkConfig;
  readonly kafka: KafkaConfig;
  readonly sink: SinkConfig;
};

export type FoundationConfig = OwnedFoundation | { readonly kind: 'shared'; readonly from: string };
