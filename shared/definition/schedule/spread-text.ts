import type { WeeklySlot } from '../definition.ts';

/** ` (20:00, yours 20:04)`; nothing where the time is the one that is written. */
export const spreadText = (slot: WeeklySlot | undefined): string =>
  slot?.written === undefined ? '' : ` (${slot.written}, yours ${slot.at})`;
