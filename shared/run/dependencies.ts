// What a run needs of the world: the ports, and nothing else.

import type { Notice } from '#core/notice.ts';
import type { Report } from '#core/report.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Definition } from '#definition/definition.ts';
import type { Definitions } from '#definition/versions/definitions.ts';
import type { Services } from '#kinds/adapter.ts';
import type { StandaloneTasks } from '#kinds/ecs-service/standalone.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Windows } from '#kinds/windows.ts';
import type { Alarms } from './alarms/alarms.ts';
import type { StateStore } from './state/state-store.ts';

export type Dependencies = {
  /** The one that the run is pinned to: the same in each of its invocations. */
  readonly definition: (environment: string) => Definition;
  readonly services: Services;
  /** Jobs in the clusters of an environment, which belong to no service. */
  readonly standaloneTasks: StandaloneTasks;
  readonly alarms: Alarms;
  readonly state: StateStore;
  readonly runtime: Runtime;
  /** The switch in Parameter Store that pauses scheduled work; on when it is not set. */
  readonly isEnabled: (environment: string) => Promise<boolean>;
  /** When AWS maintains what is stopped, for databases that attend it; nobody attends where it cannot be asked. */
  readonly windows?: (resources: readonly Resource[]) => Promise<Windows>;
  /** Whether whoever runs this in a process of their own wants it to end; a Lambda is never asked. */
  readonly isInterrupted?: () => boolean;
  readonly publish: (message: Report | Notice) => Promise<void>;
};

/** What a run begins with: which definition it has follows from its first step. */
export type Beginning = Omit<Dependencies, 'definition'> & { readonly definitions: Definitions };
