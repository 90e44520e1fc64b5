// What `control` needs of the world.
import type { Runtime } from '#core/runtime/runtime.ts';
import type { DefinitionVersions } from '#definition/versions/version.ts';
import type { ScheduleTargets } from '#run/schedules/schedule.ts';
import type { Scheduler } from '#run/schedules/scheduler.ts';
import type { StateStore } from '#run/state/state-store.ts';

export type ControlPorts = {
  readonly versions: DefinitionVersions;
  readonly scheduler: Scheduler;
  readonly targets: ScheduleTargets;
  readonly state: Pick<StateStore, 'memories' | 'forget'>;
  readonly runtime: Pick<Runtime, 'now'>;
};
