// What can be so of a simulated service: what a scenario may say of it.
import type { Scaling } from './observation.ts';

export type EcsWorld = {
  readonly desired?: number | undefined;
  readonly startMinutes?: number | undefined;
  readonly drainMinutes?: number | undefined;
  readonly healthy?: boolean | undefined;
  readonly loadBalancer?: boolean | undefined;
  /** Whether its task definition has one; ECS says UNKNOWN of every task that has none. */
  readonly healthCheck?: boolean | undefined;
  /** How the deployment of the service stands; none is going on unless told. */
  readonly rollout?: 'COMPLETED' | 'IN_PROGRESS' | 'FAILED' | undefined;
  readonly scaling?: Scaling | null | undefined;
  /** Native blue/green: two groups that take turns, and which of them has production traffic now. */
  readonly blueGreen?: 'primary' | 'alternate' | undefined;
  /** Behind a network load balancer, whose listener takes the place of the rule. */
  readonly network?: boolean | undefined;
  /** A second target group, which no listener uses. */
  readonly unusedGroup?: boolean | undefined;
  /** A sidecar that is not essential and has a health check, as a monitoring agent. */
  readonly sidecar?: boolean | undefined;
  /** Tasks that start stop with these words of ECS before they run. */
  readonly stoppedReason?: string | null | undefined;
  /** AWS has no room for new tasks. */
  readonly noRoom?: boolean | undefined;
  readonly strategy?: 'REPLICA' | 'DAEMON' | undefined;
  readonly controller?: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' | undefined;
  readonly deleted?: 'DRAINING' | 'INACTIVE' | undefined;
  /** What its owner planned for its scaling. */
  readonly scheduledActions?: readonly SimScheduled[] | undefined;
  /** For how long its tasks protect themselves from being scaled in. */
  readonly protectedMinutes?: number | undefined;
};

export type SimScheduled = {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly min: number;
  readonly max: number;
};
