// What `control` needs of the world.
import type { ReadChangeCalendar } from '#core/aws/change-calendar.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Definition } from '#definition/definition.ts';
import type { DefinitionVersion, DefinitionVersions } from '#definition/versions/version.ts';
import type { ScheduleTargets } from '#run/schedules/schedule.ts';
import type { Scheduler } from '#run/schedules/scheduler.ts';
import type { StateStore } from '#run/state/state-store.ts';

export type ControlPorts = {
  readonly versions: DefinitionVersions;
  /** Throws `OperationError` for one that this release cannot read. */
  readonly definitionIn: (version: DefinitionVersion) => Definition;
  readonly scheduler: Scheduler;
  readonly targets: ScheduleTargets;
  readonly state: Pick<StateStore, 'memories' | 'forget'>;
  readonly readChangeCalendar: ReadChangeCalendar;
  readonly runtime: Pick<Runtime, 'now'>;
};
