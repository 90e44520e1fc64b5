// What of an environment itself is deployed from here, besides its operations.
import type { NamingStyle } from '../core-names.ts';
import type { DataConfig } from './data-config.ts';
import type { FoundationConfig } from './foundation-config.ts';
import type { ObservabilityConfig } from './observability-config.ts';
import type { WorkloadsConfig } from './workloads-config.ts';

export type Core = {
  readonly kind: 'here';
  readonly naming: NamingStyle;
  /** `easy`: what holds data goes with its stack. `guarded`: it stays, or leaves a snapshot. */
  readonly teardown: 'easy' | 'guarded';
  readonly foundation: FoundationConfig;
  readonly data: DataConfig;
  readonly workloads: WorkloadsConfig;
  readonly observability: ObservabilityConfig;
};

/** `elsewhere`: something else created the environment; only its operations are deployed. */
export type CoreConfig = Core | { readonly kind: 'elsewhere' };
