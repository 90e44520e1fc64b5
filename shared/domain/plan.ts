import type { Action } from './definition.ts';
import type { Effect } from './effect.ts';
import type { Memory } from './memory.ts';
import type { Kind, ResourceName } from './resource.ts';

/** It serves its clients while it is brought to its goal: what depends on it need not wait for that. */
type MayServe = { readonly serves?: true };

/** What to do next about one resource, and why. The reason reaches the operator unchanged. */
export type Next =
  | (MayServe & {
      readonly kind: 'act';
      readonly effects: readonly Effect[];
      readonly reason: string;
      /** Once these are made the resource is at its goal: there is nothing left to look for. */
      readonly final?: true;
    })
  | (MayServe & { readonly kind: 'wait'; readonly reason: string })
  | { readonly kind: 'ready'; readonly reason: string }
  /** Must not or cannot be done at all; nothing of it was changed. */
  | { readonly kind: 'refuse'; readonly reason: string; readonly code: string }
  /** Blocked for good by its state; a person is needed. */
  | { readonly kind: 'fail'; readonly reason: string; readonly code: string };

export type PlanItem = {
  readonly resource: ResourceName;
  readonly kind: Kind;
  /** 1 is the first stage of this plan. */
  readonly stage: number;
  readonly decision: 'act' | 'skip' | 'refuse';
  readonly reason: string;
  readonly code?: string;
  /** It could not be read when this was planned, and may yet be: what is to be done with it turns out when its turn comes. */
  readonly unread?: true;
  /** The least that this took in earlier runs. */
  readonly expectedSeconds?: number;
  /** What must be ready (on start) or gone (on stop) before this resource's turn. */
  readonly after: readonly ResourceName[];
};

export type Plan = {
  readonly environment: string;
  readonly action: Action;
  readonly stages: readonly (readonly ResourceName[])[];
  readonly items: readonly PlanItem[];
  /** What is remembered at plan time, so that the run does not read it again. */
  readonly memories: readonly Memory[];
  /** Why there is no plan, and so nothing to be done. */
  readonly problem?: string;
};
