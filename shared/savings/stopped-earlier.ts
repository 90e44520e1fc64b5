// What an environment would not cost if it were down outside of its working hours, beyond what the schedule stops anyway. Pure.
import type { BudgetGuard, Definition } from '#definition/definition.ts';
import { offHoursBetween } from '#definition/schedule/working-hours.ts';
import { hoursOf, type Off } from './hours-off.ts';
import { plannedOff } from './planned-off.ts';

const overlap = (a: Off, b: Off): Off => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) });

/** Hours in [from, to] in which the schedule has it up, and nobody works. */
export const hoursSpared = (definition: Definition, { workingHours }: BudgetGuard, time: Off): number => {
  const off = offHoursBetween(workingHours, definition.timeZone, time);
  const stopped = plannedOff(definition, time);
  const both = off.flatMap((one) => stopped.map((other) => overlap(one, other)).filter(({ from, to }) => to > from));
  return hoursOf(off) - hoursOf(both);
};
