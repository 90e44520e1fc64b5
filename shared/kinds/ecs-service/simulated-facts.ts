// What can be so of a simulated service: what a scenario may say of it.
import type { Scaling } from './definition.ts';
import type { SimNeeds } from './simulated-needs.ts';

export type EcsWorld = {
  /** AWS does not have it (any more). */
  readonly missing?: boolean | undefined;
  readonly desired?: number | undefined;
  readonly startMinutes?: number | undefined;
  readonly drainMinutes?: number | undefined;
  readonly healthy?: boolean | undefined;
  /** What its tasks need, and when: seconds after their start, or as soon as they run. */
  readonly needs?: SimNeeds | undefined;
  readonly loadBalancer?: boolean | undefined;
  /** Whether its task definition has one; ECS says UNKNOWN of every task that has none. */
  readonly healthCheck?: boolean | undefined;
  /** The state of the service's deployment; none is in progress unless given. */
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
  /** Its containers, instead of one app with a check; a task is as healthy as the essential ones with a check. */
  readonly containers?: readonly SimContainer[] | undefined;
  /** A second group behind another listener, and how its targets are. */
  readonly secondGroup?: 'healthy' | 'unhealthy' | undefined;
  /** Something that ECS says of the service now, in addition to what it says by itself. */
  readonly event?: string | undefined;
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

type SimContainer = {
  readonly name: string;
  readonly essential: boolean;
  /** What its check says; nothing where it has none. */
  readonly health?: 'HEALTHY' | 'UNHEALTHY' | undefined;
};

export type SimScheduled = {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly min: number;
  readonly max: number;
};
