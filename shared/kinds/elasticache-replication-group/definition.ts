// ElastiCache has no stop (facts/aws-semantics.md 3). `keep`: a gate, only checked. `shrink`: a stop takes its replicas and its
// failover away, a start brings both back.
import * as z from 'zod';
import { awsName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';

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

type CacheTypes = {
  readonly observation: CacheObservation;
  readonly effect:
    | { readonly do: 'set-failover'; readonly multiAz: boolean; readonly automaticFailover: boolean }
    | { readonly do: 'add-replicas'; readonly replicas: number }
    | { readonly do: 'remove-replicas'; readonly replicas: number };
  readonly remembered: {
    readonly kind: 'elasticache-replication-group';
    readonly replicas: number;
    readonly multiAz: boolean;
    readonly automaticFailover: boolean;
  };
};

export const elastiCacheReplicationGroup = kindDefinition<CacheTypes>()({
  help: 'An ElastiCache replication group. AWS cannot stop it: Curfew checks it, or shrinks it overnight.',
  fields: {
    replicationGroup: awsName(
      /^(?=.{1,40}$)[a-z](-?[a-z0-9])*$/,
      'id of the replication group, in lower case',
      'poc-atlas-dev-valkey',
    ),
    whenStopped: z
      .enum(['keep', 'shrink'])
      .meta({
        description:
          'What a stop does with the cache: keep it unchanged, or remove replicas and failover until the next start. `shrink` does not support cluster mode.',
        examples: ['keep'],
      })
      .default('keep'),
  },
  identity: ['replicationGroup'],
  dimension: 'ReplicationGroupId',
  // Shrinking and restoring are two changes of some minutes each (facts/aws-semantics.md 3.4); a gate is done at once.
  deadlineMinutes: { start: 60, stop: 60 },
  // Replicas, failover, and the memory forgotten.
  changesMax: 3,
  gate: 'unless-shrunk',
  changesInSteps: true,
  early: 'at-once',
  init: {
    order: 'store',
    role: 'store',
    word: 'cache',
    heading: 'Caches, gates: AWS has no stop for them. Only checked; `whenStopped: shrink` removes replicas overnight.',
  },
});
