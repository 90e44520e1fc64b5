// Environments that are written for the same time do not all begin at once: each has an offset of its own, which its name decides, so that
// it is the same every day and in every copy of the definition. Pure.
import { type Weekday, weekdays } from '#kinds/fields.ts';
import type { Definition, OneOrMore, StopSlot, WeeklySlot } from '../definition.ts';

/** FNV-1a, whose low bits alone follow the last character. */
export const hashOf = (text: string): number => {
  const hash = Buffer.from(text).reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Whole minutes from 0 to the given number. */
export const spreadOf = (environment: string, most: number): number => hashOf(environment) % (most + 1);

/** On a day of the month it stays on that day: the day after it may be one of another month. */
const lastMinute = '1970-01-01T23:59';

const later = <S extends WeeklySlot>(slot: S, minutes: number): S => {
  const exact = new Date(Date.parse(`1970-01-01T${slot.at}Z`) + minutes * 60_000).toISOString();
  const moved = slot.on && exact > lastMinute ? lastMinute : exact;
  const next = moved.startsWith('1970-01-01') ? 0 : 1;
  const days = slot.days.map((day) => weekdays[(weekdays.indexOf(day) + next) % 7] ?? day);
  return { ...slot, at: moved.slice(11, 16), days, written: slot.at };
};

/** As in the file, which may leave out the days of the week, and of a start the time at which it begins. */
type Written<S extends WeeklySlot> = Omit<S, 'days' | 'at'> & {
  readonly days?: readonly Weekday[];
  readonly at?: string;
  readonly readyBy?: string;
};

/** Two hours before, on the same day. */
const usuallyNotBefore = (readyBy: string): string => {
  const hour = Math.max(0, Number(readyBy.slice(0, 2)) - 2);
  return `${String(hour).padStart(2, '0')}:${readyBy < '02:00' ? '00' : readyBy.slice(3)}`;
};

const timesOf = <S extends WeeklySlot>({
  at = '',
  readyBy,
  notBefore,
}: Written<S>): Pick<WeeklySlot, 'at' | 'notBefore'> =>
  readyBy === undefined ? { at } : { at: readyBy, notBefore: notBefore ?? usuallyNotBefore(readyBy) };

type WrittenSchedule = Omit<Definition['schedule'], 'start' | 'stop'> & {
  readonly start?: OneOrMore<Written<WeeklySlot>>;
  readonly stop?: OneOrMore<Written<StopSlot>>;
};

const each = <T, R>(one: OneOrMore<T>, change: (one: T) => R): OneOrMore<R> =>
  Array.isArray(one) ? one.map(change) : change(one as T);

/** The schedule with the offset of its environment. Start and stop move together: nobody is up for shorter. */
export const spread = ({ start, stop, ...rest }: WrittenSchedule, environment: string): Definition['schedule'] => {
  const minutes = spreadOf(environment, rest.spreadMinutes ?? 0);
  const moved = <S extends WeeklySlot>(written: Written<S>): S => {
    const { readyBy, ...rest } = written;
    const slot = { ...rest, days: written.days ?? [], ...timesOf(written) } as unknown as S;
    // What is to be ready by a time is not ready later: it begins at a time of its own anyway.
    return minutes === 0 || readyBy !== undefined ? slot : later(slot, minutes);
  };
  return {
    ...rest,
    ...(start ? { start: each(start, (one) => moved<WeeklySlot>(one)) } : {}),
    ...(stop ? { stop: each(stop, (one) => moved<StopSlot>(one)) } : {}),
  };
};
