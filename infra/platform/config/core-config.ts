// What of an environment itself is deployed from here, in addition to its operations.
import type { NamingStyle } from '../core-names.ts';
import type { DataConfig } from './data-config.ts';
import type { FoundationConfig } from './foundation-config.ts';
import type { ObservabilityConfig } from './observability-config.ts';
import type { TopicsConfig } from './topics-config.ts';
import type { WorkloadsConfig } from './workloads-config.ts';

export type Core = {
  readonly kind: 'here';
  readonly naming: NamingStyle;
  /**
   * `creating`: until every stack has been created once. A failed creation leaves nothing behind and can be repeated, so nothing is
   * protected from deletion yet, and Camunda runs one task while it makes its tables. `established`: the protections of
   * `teardown` hold.
   */
  readonly lifecycle: 'creating' | 'established';
  /** `easy`: what holds data is deleted with its stack. `guarded`: it stays, or leaves a snapshot. */
  readonly teardown: 'easy' | 'guarded';
  readonly foundation: FoundationConfig;
  readonly topics: TopicsConfig;
  readonly data: DataConfig;
  readonly workloads: WorkloadsConfig;
  readonly observability: ObservabilityConfig;
};

/** `elsewhere`: something else created the environment; only its operations are deployed. */
export type CoreConfig = Core | { readonly kind: 'elsewhere' };
