// What the flow of `alarm-notify` needs from the world, and what one invocation of it shares.

import type { Expectation } from '#core/expectation.ts';
import type { Silence } from '#core/silence.ts';
import type { Log } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import type { AlarmStandings, AlarmsNow } from '#notify/alarms-now.ts';
import type { Failed } from '#notify/delivery/delivery.ts';
import type { EmailCopy } from '#notify/delivery/email-copy.ts';
import type { NotificationStore } from '#notify/delivery/notification-store.ts';
import type { NotificationQueue } from '#notify/delivery/queue.ts';
import type { StateStore } from '#run/state/state-store.ts';
import type { Deliver } from './deliver.ts';
import type { OpenStore } from './fail-open.ts';
import type { DestinationAccess } from './invocation.ts';
import type { InLane } from './lanes.ts';

export type AlarmNotifyDependencies = DestinationAccess & {
  readonly definition: (environment: string) => Definition;
  readonly knownEnvironments: () => readonly string[];
  /** The function's own: its expectations count, and its routes take what belongs to no environment that is known. */
  readonly environment: string;
  /** As whom SQS knows what this function sends: the id of its role. */
  readonly ownSender: string;
  readonly state: Pick<StateStore, 'expectations' | 'countExpected' | 'silences'>;
  readonly notifications: NotificationStore;
  readonly queue: NotificationQueue;
  readonly mail: EmailCopy;
  readonly alarmsNow: AlarmsNow;
  readonly alarmStandings: AlarmStandings;
  readonly log: Log;
};

/** One invocation: its store fails open, its deliveries know how much time is left. */
export type Work = Omit<AlarmNotifyDependencies, 'notifications'> & {
  readonly notifications: OpenStore;
  readonly deliver: Deliver;
  /** What goes to one destination goes one after the other, and no destination waits for another. */
  readonly inLane: InLane;
  readonly remainingMs: () => number;
  /** Read once: an invocation lasts seconds. Does not throw: unread, nothing is expected. */
  readonly expected: () => Promise<readonly Expectation[]>;
  /** The same of silences: unread, nothing is silent. */
  readonly silences: () => Promise<readonly Silence[]>;
};

/** What became of one message. Whatever is not `failed` needs no second try. */
export type Handled =
  | {
      readonly kind:
        | 'delivered'
        | 'delivered-before'
        | 'skipped'
        | 'expected'
        | 'folded'
        | 'counted'
        | 'reminded'
        | 'dead-lettered';
    }
  | Failed;

export const failed = (reason: string): Handled => ({ kind: 'failed', retryable: true, reason });
