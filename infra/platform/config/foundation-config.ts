// What network and streaming an environment stands on: its own, or that of another environment.
import type { SinkConfig } from './sink-config.ts';

/**
 * MSK takes its connectivity only after creation, so a new cluster is deployed twice: first `creating`, then `established`
 * (facts/cdk.md 2).
 */
type Connectivity<PublicAccess> =
  | { readonly phase: 'creating' }
  | { readonly phase: 'established'; readonly publicAccess: PublicAccess; readonly multiVpc: boolean };

/** Only a cluster in public subnets can have a public endpoint; the subnets are for life. */
type Placement =
  | {
      readonly subnets: 'public';
      readonly connectivity: Connectivity<false | { readonly clientCidrs: readonly [string, ...string[]] }>;
    }
  | { readonly subnets: 'private'; readonly connectivity: Connectivity<false> };

export type KafkaConfig = {
  readonly version: string;
  readonly instanceType: string;
  readonly brokersPerZone: number;
  readonly storageGibPerBroker: number;
  readonly placement: Placement;
  /** The finer, the more metrics are paid for. `PER_BROKER` is the coarsest that counts under-replicated partitions. */
  readonly monitoring: 'PER_BROKER' | 'PER_TOPIC_PER_BROKER' | 'PER_TOPIC_PER_PARTITION';
};

/** From where the public endpoint is reached; nothing if there is none. */
export const publicClients = ({ placement: { connectivity } }: KafkaConfig): readonly string[] =>
  connectivity.phase === 'established' && connectivity.publicAccess ? connectivity.publicAccess.clientCidrs : [];

type NetworkConfig = {
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
