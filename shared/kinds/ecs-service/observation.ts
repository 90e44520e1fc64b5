// What a look sees of a service, the changes that can be made of it, and what a stop remembers.
export type Suspended = {
  readonly dynamicScalingIn: boolean;
  readonly dynamicScalingOut: boolean;
  readonly scheduledScaling: boolean;
};

export type Scaling = { readonly min: number; readonly max: number; readonly suspended: Suspended };

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
  readonly scaling?: Scaling;
};

export type EcsTypes = {
  readonly observation: EcsObservation;
  readonly effect:
    | { readonly do: 'set-desired-count'; readonly desired: number }
    | { readonly do: 'set-scaling'; readonly bounds?: { min: number; max: number }; readonly suspended: Suspended };
  readonly remembered: { readonly kind: 'ecs-service'; readonly desired: number; readonly scaling?: Scaling };
};
