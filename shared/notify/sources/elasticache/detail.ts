export type ElastiCacheEvent = { readonly kind: 'elasticache-event'; readonly event: string; readonly text: string };
