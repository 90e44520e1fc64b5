import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Kind } from '#kinds/resource.ts';
import type { EarlyPlan } from '../early/early-plan.ts';

export type PlanItem = {
  readonly resource: ResourceName;
  readonly kind: Kind;
  /** 1 is the first stage of this plan. */
  readonly stage: number;
  readonly decision: 'act' | 'skip' | 'refuse';
  readonly reason: string;
  readonly code?: string;
  /** A start leaves it down, because somebody else had taken it down before the stop. */
  readonly staysDown?: true;
  /** It could not be read when this was planned, and may yet be: what is to be done with it turns out when its turn comes. */
  readonly unread?: true;
  /** The least that this took in earlier runs. */
  readonly expectedSeconds?: number;
  /** Of a start in an environment with early dependencies: what it takes at most, most of the time. */
  readonly readyAfterSeconds?: number;
  /** What of `after` need not be ready when it begins. */
  readonly early?: EarlyPlan;
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
  /** Of those, which are from a day that is over: they count as restored. */
  readonly outlived?: readonly ResourceName[];
  /** Were up after the last run: if a stop finds them down, somebody else took them down. */
  readonly wereUp?: readonly ResourceName[];
  /** What the requester should know. */
  readonly warnings?: readonly string[];
  /** What another environment has stopped, and why it is refused. */
  readonly theirs?: Readonly<Record<string, string>>;
  /** What is down and remembered, and no longer in the definition: in words, with what to do. */
  readonly orphans?: readonly string[];
  /** Why there is no plan, and so nothing to be done. */
  readonly problem?: string;
};
