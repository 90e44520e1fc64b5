// Environments that are written for the same time do not all begin at once: each has an offset of its own, which its name decides, so that
// it is the same every day and in every copy of the definition. Pure.
import { weekdays } from '#kinds/fields.ts';
import type { Definition, WeeklySlot } from '../definition.ts';

const dayMinutes = 24 * 60;

/** FNV-1a: names that differ in one character are far apart. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  // Its low bits alone follow the last character.
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Whole minutes from 0 to the given number. */
export const spreadOf = (environment: string, spreadMinutes: number): number =>
  hashOf(environment) % (spreadMinutes + 1);

const later = <S extends WeeklySlot>(slot: S, minutes: number): S => {
  const [hour = 0, minute = 0] = slot.at.split(':').map(Number);
  const moved = hour * 60 + minute + minutes;
  const two = (part: number): string => String(part).padStart(2, '0');
  const at = `${two(Math.floor((moved % dayMinutes) / 60))}:${two(moved % 60)}`;
  const days = slot.days.map((day) => weekdays[(weekdays.indexOf(day) + Math.floor(moved / dayMinutes)) % 7] ?? day);
  return { ...slot, at, days, written: slot.at };
};

/** The schedule with the offset of its environment. Start and stop move together: nobody is up for shorter. */
export const spread = (schedule: Definition['schedule'], environment: string): Definition['schedule'] => {
  const minutes = spreadOf(environment, schedule.spreadMinutes ?? 0);
  if (minutes === 0) return schedule;
  return {
    ...schedule,
    ...(schedule.start ? { start: later(schedule.start, minutes) } : {}),
    ...(schedule.stop ? { stop: later(schedule.stop, minutes) } : {}),
  };
};

/** ` (20:00, yours 20:04)`; nothing where the time is the one that is written. */
export const spreadText = (slot: WeeklySlot | undefined): string =>
  slot?.written === undefined ? '' : ` (${slot.written}, yours ${slot.at})`;
