// What the flow of `alarm-investigation` needs.
import type { Investigation } from '#core/investigation.ts';
import type { Notice } from '#core/notice.ts';
import type { Log } from '#core/workflow.ts';
import type { CurrentDefinition } from '#definition/versions/in-use.ts';
import type { NotificationStore } from '#notify/delivery/notification-store.ts';
import type { DevOpsAgent } from '#notify/investigations/devops-agent.ts';
import type { StateStore } from '#run/state/state-store.ts';

export type InvestigationDependencies = {
  readonly environment: string;
  readonly current: CurrentDefinition;
  readonly state: Pick<StateStore, 'expectations' | 'silences' | 'readLease' | 'reports'>;
  /** In a partition of its own: `alarm-notify` decides by another history. */
  readonly notifications: NotificationStore;
  readonly agent: DevOpsAgent;
  readonly say: (message: Notice | Investigation) => Promise<void>;
  readonly nowMs: () => number;
  readonly log: Log;
};

/** What is remembered of a task: by it its result is told. */
export type KnownTask = { readonly alarm: string; readonly since: string };
export const taskKey = (task: string): string => `task|${task}`;

/** Longer than any invocation runs. */
export const claimMs = 60_000;
