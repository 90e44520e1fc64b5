// The contract of an adapter: from SDK clients to facts, and from effects to calls. One file per resource kind.
import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import type { AwsEffect } from './effect.ts';
import type { ObservationOf, Reading } from './observation.ts';
import type { Kind, ResourceOf } from './resource.ts';

/** What the adapters need of an SDK client; the simulated AWS offers the same. */
export type Sends<C extends { send: unknown }> = Pick<C, 'send'>;

/** What its owner should know of a change that was made. */
export type Warned = { readonly warning: string };

export type Service<K extends Kind> = {
  /**
   * Reads all of them in as few calls as the API allows. What cannot matter to a run in the direction of `towards` may be left
   * unread. Never throws for AWS's errors: they become readings.
   */
  observe(
    resources: readonly ResourceOf<K>[],
    towards?: Action,
  ): Promise<ReadonlyMap<ResourceName, Reading<ObservationOf<K>>>>;
  /** Makes one change. Repeating it does no harm. Throws `OperationError`. */
  act(resource: ResourceOf<K>, effect: AwsEffect): Promise<Warned | undefined>;
};

export type Services = { readonly [K in Kind]: Service<K> };

/** The adapter of a kind, typed so that callers need not know which kind it is. */
export const serviceOf = <K extends Kind>(services: Services, kind: K): Service<K> => services[kind];
