// What reconcile is told, and what it may do about it.
import type { Action } from '#core/action.ts';
import type { Notice } from '#core/notice.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Lease, OnBehalfOf, RetryOf } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import type { Wanted } from '#definition/schedule/wanted-state.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';

export type Situation = {
  readonly definition: Definition;
  readonly wanted: Wanted | undefined;
  readonly enabled: boolean;
  readonly lease: Lease | undefined;
  /** Newest first. */
  readonly reports: readonly Report[];
  readonly readings: ReadonlyMap<ResourceName, Reading>;
  readonly memories: readonly Memory[];
  /** Resources that AWS says it is starting after seven days (RDS-EVENT-0153, -0154). */
  readonly restarted: readonly ResourceName[];
  /** When a lease or the runtime switch last kept reconcile from doing what was due. */
  readonly hinderedAt?: number | undefined;
  /** Where this is about some resources alone: all that there are, and whether these go with the environment. */
  readonly part?:
    | {
        readonly all: readonly Resource[];
        readonly isWhole: boolean;
        /** As they are, also about the others. */
        readonly reports: readonly Report[];
        /** Whether another that is due to be the same for a reason of its own is so. */
        readonly isRightElsewhere?: (resource: string) => boolean;
      }
    | undefined;
  readonly nowMs: number;
};

export type Saying = Pick<Notice, 'notice' | 'text' | 'resources'>;

export type Correction =
  | { readonly kind: 'nothing'; readonly reason: string }
  | {
      readonly kind: 'invoke';
      readonly action: Action;
      readonly why: string;
      readonly onBehalfOf?: OnBehalfOf;
      readonly dueSince?: number;
      readonly retry?: RetryOf;
      /** Of some resources alone. */
      readonly only?: readonly string[];
    }
  /** To be said once: `key` names the occasion. `lasting`: of each resource when it begins. */
  | { readonly kind: 'say'; readonly key: string; readonly saying: Saying; readonly lasting?: true };

export const nothing = (reason: string): Correction => ({ kind: 'nothing', reason });

/** What a person asked for stays a person's request, whoever finishes it. */
export const invoke = (
  action: Action,
  why: string,
  { by, since }: Wanted,
): Extract<Correction, { kind: 'invoke' }> => ({
  kind: 'invoke',
  action,
  why,
  ...(by === undefined ? {} : { onBehalfOf: { requestedBy: by, since } }),
});

/** Nobody has begun it, or not got far: since when it is due says to which day it belongs. */
export const begin = (action: Action, why: string, wanted: Wanted): Correction => ({
  ...invoke(action, why, wanted),
  dueSince: wanted.since,
});
