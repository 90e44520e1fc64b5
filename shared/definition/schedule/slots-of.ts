// The slots of an action: those of the week, and those that a calendar brings for a date.
import type { Action } from '#core/action.ts';
import type { StopSlot, WeeklySlot } from '../definition.ts';
import { slotList } from './slot-list.ts';
import { type Special, specialDays } from './special-days.ts';

export type Scheduled = Parameters<typeof specialDays>[0];

const joined = new WeakMap<Special, { readonly start: readonly WeeklySlot[]; readonly stop: readonly StopSlot[] }>();

const all = (definition: Scheduled) => {
  const special = specialDays(definition);
  const { start, stop } = definition.schedule;
  const known = joined.get(special) ?? {
    start: [...slotList(start), ...special.starts],
    stop: [...slotList(stop), ...special.stops],
  };
  joined.set(special, known);
  return known;
};

export const slotsOf = (definition: Scheduled, action: Action): readonly WeeklySlot[] => all(definition)[action];

export const stopsOf = (definition: Scheduled): readonly StopSlot[] => all(definition).stop;
