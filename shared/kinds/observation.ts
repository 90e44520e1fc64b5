import type { Unreadable } from '#core/aws/errors.ts';
// What an adapter saw: facts only, as AWS reports them. Decisions about them are in `shared/kinds/<kind>/decide.ts`.
import type { Kind } from './resource.ts';

export type Suspended = {
  readonly dynamicScalingIn: boolean;
  readonly dynamicScalingOut: boolean;
  readonly scheduledScaling: boolean;
};

export type Scaling = { readonly min: number; readonly max: number; readonly suspended: Suspended };

export type RdsObservation = {
  readonly kind: 'rds-instance';
  /** A free string in AWS: unknown values occur and mean "in transition" (facts/aws-semantics.md 1.1). */
  readonly status: string;
  readonly engine: string;
  readonly cluster?: string;
  readonly replicaOf?: string;
  readonly replicas: readonly string[];
};

export type AuroraObservation = {
  readonly kind: 'aurora-cluster';
  /** A free string in AWS, as that of an instance. */
  readonly status: string;
  readonly engine: string;
  /** `provisioned`, which Serverless v2 is, too; `serverless` is v1. */
  readonly engineMode: string;
  readonly globalCluster?: string;
  readonly replicaOf?: string;
  readonly replicas: readonly string[];
  /** Its instances, with statuses of their own: some lag behind that of the cluster. */
  readonly members: readonly { readonly instance: string; readonly status: string }[];
};

export type EcsObservation = {
  readonly kind: 'ecs-service';
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  readonly rollout: 'settled' | 'in-progress' | 'failed';
  /** Tasks that are not STOPPED yet; running and pending both 0 do not mean gone (facts/aws-semantics.md 2.2). */
  readonly tasksLeft: number;
  /** Tasks that run and, where there is a health check or a target group, pass it. */
  readonly tasksHealthy: number;
  readonly scaling?: Scaling;
};

export type CacheObservation = {
  readonly kind: 'elasticache-replication-group';
  readonly status: string;
  readonly replicas: number;
  readonly multiAz: boolean;
  /** `enabled`, `disabled`, or on its way from one to the other. */
  readonly automaticFailover: string;
  /** In cluster mode replicas are counted per shard. */
  readonly clusterMode: boolean;
};

export type MskObservation = { readonly kind: 'msk-cluster'; readonly status: string };

export type ConnectorObservation = { readonly kind: 'msk-connector'; readonly status: string; readonly arn: string };

export type Observation =
  | RdsObservation
  | AuroraObservation
  | EcsObservation
  | CacheObservation
  | MskObservation
  | ConnectorObservation;
export type ObservationOf<K extends Kind> = Extract<Observation, { kind: K }>;

/** The result of trying to look: seen, not there, or unreadable. Unreadable is never stopped. */
export type Reading<O extends Observation = Observation> =
  | { readonly state: 'seen'; readonly observation: O }
  | { readonly state: 'absent' }
  | Unreadable;
