import { awsName, whole } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';

export type Suspended = {
  readonly dynamicScalingIn: boolean;
  readonly dynamicScalingOut: boolean;
  readonly scheduledScaling: boolean;
};

export type Scaling = { readonly min: number; readonly max: number; readonly suspended: Suspended };

/** An action that its owner planned: the bounds that its scaling is to have from then on. */
export type Scheduled = {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly min?: number;
  readonly max?: number;
  /** When it begins and ends to be planned. */
  readonly fromMs?: number;
  readonly untilMs?: number;
};

/** What ECS says of tasks that do not come up. */
export type Trouble = {
  readonly reason: string;
  /** `hopeless`: no task will ever begin so, `passing`: it ends by itself, `failing`: tasks begin and fail. */
  readonly cause: 'hopeless' | 'passing' | 'failing';
  /** When the tasks began that failed since the service was last steady, the newest first: epoch milliseconds. */
  readonly failedAt: readonly number[];
  /** The least seconds that one of them lived. */
  readonly livedSeconds?: number;
};

export type EcsObservation = {
  readonly kind: 'ecs-service';
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  readonly rollout: 'settled' | 'in-progress' | 'failed';
  /** Tasks that are not STOPPED yet; running and pending both 0 do not mean gone (facts/aws-semantics.md 2.2). */
  readonly tasksLeft: number;
  /** Tasks that run and, where there is a health check or a target group, pass it. */
  readonly tasksHealthy: number;
  /** The least seconds that one of its running tasks took until it ran: before that none of them can need anything. */
  readonly ranAfterSeconds?: number;
  readonly scaling?: Scaling;
  /** Why it has no task count of its own. */
  readonly countless?: 'DAEMON' | 'EXTERNAL';
  /** The task definition of a rollout that is under way, and what ECS says of one that failed. */
  readonly rollingOut?: string;
  readonly rolloutReason?: string;
  readonly trouble?: Trouble;
  /** ECS has started tasks of it within the last minutes. */
  readonly startedLately?: true;
  /** Read where our suspension may have held them, with the time of the look. */
  readonly scheduled?: readonly Scheduled[];
  readonly readAt?: number;
  /** Why tasks that are to go stay, in ECS's words. */
  readonly protection?: string;
  /** When the last of them stops protecting itself, unless it is extended. */
  readonly protectedUntil?: number;
};

type EcsTypes = {
  readonly observation: EcsObservation;
  readonly effect:
    | { readonly do: 'set-desired-count'; readonly desired: number }
    | { readonly do: 'set-scaling'; readonly bounds?: { min: number; max: number }; readonly suspended: Suspended };
  readonly remembered: {
    readonly kind: 'ecs-service';
    readonly desired: number;
    readonly scaling?: Scaling;
    /** What was being rolled out when a stop took the service down. */
    readonly cutOff?: string;
    /** Since when its scheduled scaling is suspended, where that was before this stop: a start was taken over in the middle. */
    readonly heldSince?: number;
  };
};

export const ecsService = kindDefinition<EcsTypes>()({
  help: 'An Amazon ECS service. A stop stores its task count and sets it to 0; a start restores it.',
  fields: {
    cluster: awsName(/^[\w-]{1,255}$/, 'name of the ECS cluster', 'poc-atlas-dev'),
    service: awsName(/^[\w-]{1,255}$/, 'name of the ECS service', 'poc-atlas-dev-scoring'),
    /** Task count to start with when no memory exists; without it such a service is left alone and reported. */
    fallbackDesired: whole({
      min: 1,
      max: 1_000,
      example: 1,
      help: 'Task count for a start without a stored count. Without it, Curfew reports such a service and does not change it.',
    }).exactOptional(),
  },
  identity: ['cluster', 'service'],
  deadlineMinutes: { start: 30, stop: 30 },
  // Remembered and suspended, then lowered; raised, then resumed and forgotten.
  changesMax: 2,
  early: 'measured',
  init: {
    order: 'service',
    role: 'client',
    word: 'service',
    heading:
      'Services: a stop stores the task count, a start restores it. fallbackDesired is for a start that\n remembers none.',
  },
});
