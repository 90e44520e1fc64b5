// The dependencies of the flow of `alarm-notify`, and what one invocation shares.

import type { Expectation } from '#core/expectation.ts';
import type { Silence } from '#core/silence.ts';
import type { Log } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import type { CurrentDefinition } from '#definition/versions/in-use.ts';
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
  readonly current: CurrentDefinition;
  readonly knownEnvironments: () => readonly string[];
  /** The function's own environment. Its expectations count, and its routes take messages of no known environment. */
  readonly environment: string;
  /** The sender id in SQS of this function: the id of its role. */
  readonly ownSender: string;
  readonly state: Pick<StateStore, 'expectations' | 'countExpected' | 'silences'>;
  readonly notifications: NotificationStore;
  readonly queue: NotificationQueue;
  readonly mail: EmailCopy;
  readonly alarmsNow: AlarmsNow;
  readonly alarmStandings: AlarmStandings;
  readonly log: Log;
};

/** The dependencies in one invocation. The store fails open, and deliveries know the remaining time. */
export type Work = Omit<AlarmNotifyDependencies, 'notifications' | 'current'> & {
  /** Of a known environment: the same for all messages of an invocation. */
  readonly definition: (environment: string) => Definition;
  readonly notifications: OpenStore;
  readonly deliver: Deliver;
  /** Deliveries to one destination run one after the other; destinations run in parallel. */
  readonly inLane: InLane;
  readonly remainingMs: () => number;
  /** Read once per invocation. Does not throw: if it cannot be read, nothing is expected. */
  readonly expected: () => Promise<readonly Expectation[]>;
  /** Read once per invocation. Does not throw: if it cannot be read, nothing is silenced. */
  readonly silences: () => Promise<readonly Silence[]>;
};

/** The result of one message. Only `failed` is retried. */
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
