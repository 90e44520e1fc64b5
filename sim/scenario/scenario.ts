// A scenario: the night to rehearse. Validated like a definition: nothing unknown is accepted.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import type { AuroraWorld } from '#kinds/aurora-cluster/simulated-cluster.ts';
import type { GroupWorld } from '#kinds/auto-scaling-group/simulated-group.ts';
import type { EcsWorld } from '#kinds/ecs-service/simulated-facts.ts';
import type { CacheWorld } from '#kinds/elasticache-replication-group/simulated.ts';
import type { RdsWorld } from '#kinds/rds-instance/simulated.ts';
import type { AlarmWorld } from '../aws/alarm-states.ts';
import type { DrainingFacts } from '../aws/draining.ts';
import type { VendorFacts } from '../aws/vendor-facts.ts';
import type { Fault } from '../faults.ts';
import type { PlacedExpectation } from './expectation.ts';

export type ScheduleEdit = { readonly deleted: true } | { readonly at: string } | { readonly enabled: boolean };

/** What a scenario says of a resource. Kinds with no facts but these use a part of it; one with more has a type of its own. */
export type ResourceWorld = {
  readonly missing?: boolean | undefined;
  readonly memberStatus?: string | undefined;
} & DrainingFacts &
  VendorFacts &
  RdsWorld &
  AuroraWorld &
  EcsWorld &
  CacheWorld &
  GroupWorld;

/** What is delivered by itself: slots, reconcile's ticks, and events of RDS. */
export type Delivery = 'start' | 'stop' | 'reconcile' | 'events';

/** An entry of the timeline. Times are epoch milliseconds. */
export type TimelineEntry = { readonly at: number } & (
  | { readonly do: 'invoke'; readonly function: Action; readonly input: Readonly<Record<string, unknown>> }
  | { readonly do: 'deliver'; readonly function: Action; readonly scheduledTime: string; readonly times: number }
  | { readonly do: 'reconcile'; readonly event: Readonly<Record<string, unknown>> }
  | {
      readonly do: 'hold';
      readonly hold: 'up' | 'down';
      readonly until: number;
      readonly by: string;
      readonly why: string;
    }
  | { readonly do: 'release' }
  /** Application Auto Scaling wants so many tasks: an alarm of a policy fires, or a scheduled action. */
  | { readonly do: 'scale'; readonly resource: string; readonly by: 'alarm' | 'schedule'; readonly to: number }
  /** Somebody sets the parameter that pauses scheduled work. */
  | { readonly do: 'switch'; readonly enabled: boolean }
  /** A script takes the lease, deploys for so long, and releases it. */
  | { readonly do: 'deploy'; readonly by: string; readonly minutes: number }
  /** A task that belongs to no service runs for so long. */
  | { readonly do: 'run-task'; readonly cluster: string; readonly family: string; readonly minutes: number }
  | { readonly do: 'set'; readonly resource: string; readonly facts: ResourceWorld }
  | { readonly do: 'fault'; readonly fault: Fault }
  /** `forGood`: the engine does not resume it either, and its lease stays behind. */
  | { readonly do: 'crash'; readonly function: Action; readonly afterCalls: number; readonly forGood?: boolean }
  /** Somebody mutes an alarm by a rule of their own, or ends that. */
  | { readonly do: 'mute-alarm'; readonly name: string; readonly muted: boolean }
  /** Every fault ends, and nothing of what was to go wrong happens any more. */
  | { readonly do: 'heal' }
  | { readonly do: 'lose-schedules'; readonly untilMs: number; readonly only?: readonly Delivery[] }
  /** Somebody edits or deletes a schedule by hand. */
  | { readonly do: 'edit-schedule'; readonly function: Action; readonly edit: ScheduleEdit }
  /** Somebody applies this definition: whatever begins from now on works by it. `saysTheSame`: only in another way. */
  | { readonly do: 'redefine'; readonly definition: Definition; readonly saysTheSame?: true }
  | {
      readonly do: 'slack';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      /** Without it, as long as it lasts. */
      readonly times?: number;
      readonly untilMs?: number;
    }
);

export type Scenario = {
  readonly name: string;
  readonly definition: Definition;
  readonly seed: number;
  /** Its schedule is off in the definition, and rehearsed anyway. */
  readonly isAsIfEnabled?: true;
  /** False where Curfew was installed a moment ago; by default it has been there for a month. */
  readonly installed?: boolean;
  /** When it was installed: a month before the night, unless given. */
  readonly installedAtMs?: number;
  /** Reports of runs before the night, as the table keeps them. */
  readonly earlier?: readonly Report[];
  /** Other environments in the same account and region; they may name the same things. */
  readonly others?: readonly Definition[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly world: Readonly<Record<string, ResourceWorld>>;
  readonly alarms: readonly AlarmWorld[];
  readonly timeline: readonly TimelineEntry[];
  /** What must be so of the night; nothing where the scenario expects nothing. */
  readonly expect?: readonly PlacedExpectation[];
};
