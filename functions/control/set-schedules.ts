// After a version is stored its schedules are set; that a scheduler refuses changes nothing about the version.
import type { Definition } from '#definition/definition.ts';
import { keepSchedules } from '#run/schedules/keep-schedules.ts';
import type { SchedulesSet } from './answer.ts';
import type { ControlPorts } from './ports.ts';

export const setSchedules = async (
  definition: Definition,
  { scheduler, targets, runtime }: Pick<ControlPorts, 'scheduler' | 'targets' | 'runtime'>,
): Promise<SchedulesSet> => {
  try {
    await keepSchedules(definition, targets, scheduler, runtime.now().getTime());
    return { schedules: 'set' };
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { schedules: 'follow', reason: what };
  }
};
