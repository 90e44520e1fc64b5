// What a run needs of the world: the ports, and nothing else.
import type { Definition } from '#domain/definition.ts';
import type { Notice } from '#domain/notice.ts';
import type { Report } from '#domain/report.ts';
import type { Runtime } from '#runtime/runtime.ts';
import type { Alarms } from '#services/alarms.ts';
import type { Services } from '#services/service.ts';
import type { StateStore } from '#state/state-store.ts';

export type Dependencies = {
  /** Throws `InputError` for an environment that does not exist. */
  readonly definition: (environment: string) => Definition;
  readonly services: Services;
  readonly alarms: Alarms;
  readonly state: StateStore;
  readonly runtime: Runtime;
  /** The switch in Parameter Store that pauses scheduled work; on when it is not set. */
  readonly isEnabled: (environment: string) => Promise<boolean>;
  /** Whether whoever runs this in a process of their own wants it to end; a Lambda is never asked. */
  readonly isInterrupted?: () => boolean;
  readonly publish: (message: Report | Notice) => Promise<void>;
};
