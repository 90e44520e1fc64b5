// What a look sees of a cache, the changes that can be made of it, and what a stop remembers.
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

export type CacheTypes = {
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
