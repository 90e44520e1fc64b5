// Times as people write them, in the zone of the environment: `22:00`, `tomorrow 10:00`, `friday 18:30`, `fri`, `3h`, and ISO 8601. What could
// be meant in two ways, or has passed, is refused with what to write instead: a hold for the wrong day is worse than a question.
import { en, type ParsedResult } from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { InputError } from '#core/errors.ts';
import { offsetTime } from '#core/offset-time.ts';
import { after, durationOf } from './duration-text.ts';

export type Reference = {
  readonly nowMs: number;
  readonly timeZone: string;
  /** Of a rehearsed night the moment may be its beginning; what is outside of the night is for others to say. */
  readonly isOfNight?: boolean;
};

const zonedNow = ({ nowMs, timeZone }: Reference): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone);

/** `Tue 17 Nov 2026 02:00 -03:00 (America/Fortaleza)`: nothing is left to be guessed. */
export const fullTime = (epochMs: number, timeZone: string): string => {
  const time = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
  const day = time.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `${day.replaceAll(',', '')} ${time.toPlainTime().toString({ smallestUnit: 'minute' })} ${time.offset} (${timeZone})`;
};

const quoted = (text: string): string => `\`${text}\``;

const unreadable = (text: string): InputError =>
  new InputError(
    `${quoted(text)} is not a time that can be understood; write \`22:00\`, \`tomorrow 10:00\`, \`3h\`, or ISO 8601 such as \`2026-11-20T23:00-03:00\``,
  );

const isoInstant = (text: string): number | undefined => {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
};

const isoLocal = (text: string): Temporal.PlainDateTime | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(:\d{2})?$/.test(text)) return undefined;
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T').replace(/T(\d):/, 'T0$1:'));
  } catch {
    return undefined;
  }
};

const isThere = (local: Temporal.PlainDateTime, at: Temporal.ZonedDateTime): boolean =>
  at.toPlainDateTime().equals(local);

/** A local time that a clock change skips or repeats is two instants or none; of two the one that has passed is not meant. Throws `InputError`. */
const atLocal = (text: string, local: Temporal.PlainDateTime, { nowMs, timeZone }: Reference): number => {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(timeZone, { disambiguation }),
  );
  if (!earlier || !later || earlier.epochMilliseconds === later.epochMilliseconds)
    return earlier?.epochMilliseconds ?? Number.NaN;
  const isRepeated = isThere(local, earlier);
  if (isRepeated && earlier.epochMilliseconds > nowMs !== later.epochMilliseconds > nowMs)
    return later.epochMilliseconds;
  const why = isRepeated ? 'is ambiguous' : 'does not exist that day';
  throw new InputError(
    `${quoted(text)} ${why}: the clocks in ${timeZone} change then; write ${[earlier, later].map((one) => quoted(offsetTime(one.epochMilliseconds, timeZone))).join(' or ')}`,
  );
};

const hasDay = ({ start }: ParsedResult): boolean => start.isCertain('day') || start.isCertain('weekday');

/** `tomorrow morning`: the parser takes it for the whole day. */
const isPartOfDay = ({ text }: ParsedResult): boolean => /\b(morning|afternoon|evening|night|tonight)\b/i.test(text);

/** `next week`, `in a month`: the parser takes it for a day. */
const isVague = ({ text }: ParsedResult): boolean => /\b(week|month|year|quarter)s?\b/i.test(text);

/** `fri`, `tomorrow`: it begins with its first moment, which is midnight unless the clocks change then. */
const isWholeDay = (result: ParsedResult): boolean =>
  hasDay(result) && !result.start.isCertain('hour') && !isPartOfDay(result) && !isVague(result);

/** `tomorrow at 8`: in the morning or in the evening? */
const isHalfDay = ({ text, start }: ParsedResult): boolean =>
  (start.get('hour') ?? 0) <= 12 && !/\d:\d\d|\d\s*[ap]\.?m|noon|midday|midnight/i.test(text);

const clock = (hour: number, minute = 0): string =>
  `${`${hour % 24}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`;

/** Throws `InputError` for what can be meant in two ways. */
const refuseAmbiguous = (text: string, result: ParsedResult): void => {
  const { start, end } = result;
  if (end) throw new InputError(`${quoted(text)} is a span of time; write when it ends`);
  if (/\b\d{1,2}[/.]\d{1,2}\b(?!:)/.test(text))
    throw new InputError(`${quoted(text)} is ambiguous: day or month first? Write the date as in \`2026-11-20 18:00\``);
  if (/\b(next|last|this)\s+(mon|tue|wed|thu|fri|sat|sun)/i.test(text))
    throw new InputError(`${quoted(text)} is ambiguous: of which week? Write the date as in \`2026-11-20 18:00\``);
  if (isWholeDay(result)) return;
  if (!start.isCertain('hour') && (isPartOfDay(result) || isVague(result)))
    throw new InputError(`${quoted(text)} has no time of day; write, for example, \`22:00\` or \`tomorrow 10:00\``);
  if (!start.isCertain('hour'))
    throw new InputError(`${quoted(text)} has no time of day; write, for example, ${quoted(`${text} 10:00`)}`);
  const hour = start.get('hour') ?? 0;
  if (!start.isCertain('timezoneOffset') && isHalfDay(result))
    throw new InputError(
      `${quoted(text)} is ambiguous: in the morning or in the evening? Write ${quoted(clock(hour))} or ${quoted(clock(hour + 12))}`,
    );
};

const localOf = (result: ParsedResult): Temporal.PlainDateTime => {
  const of = (part: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'): number => result.start.get(part) ?? 0;
  if (isWholeDay(result)) return new Temporal.PlainDateTime(of('year'), of('month'), of('day'));
  return new Temporal.PlainDateTime(of('year'), of('month'), of('day'), of('hour'), of('minute'), of('second'));
};

/** A time of day alone means the next one of today, or of the night that follows. */
const ahead = 12 * 3_600_000;

const midnight = (text: string): boolean => /^(00?:00|midnight)$/i.test(text);

/** The instants of a time of day on a date: two where the clocks repeat it. */
const instantsOn = (local: Temporal.PlainDateTime, timeZone: string): number[] =>
  (['earlier', 'later'] as const).map(
    (disambiguation) => local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
  );

/** A time of day alone: today's, or that of the night which follows. */
const nextTimeOfDay = (text: string, time: Temporal.PlainTime, reference: Reference): number => {
  const { nowMs, timeZone, isOfNight } = reference;
  const here = zonedNow(reference);
  const today = here.toPlainDate().toPlainDateTime(time);
  const isAhead = (local: Temporal.PlainDateTime): boolean =>
    instantsOn(local, timeZone).some((ms) => ms > nowMs || (isOfNight && ms === nowMs));
  if (isAhead(today)) return atLocal(text, today, reference);
  // The first moment of the day, where the clocks leave midnight out.
  if (midnight(text)) return here.add({ days: 1 }).startOfDay().epochMilliseconds;
  const next = today.add({ days: 1 });
  if (Math.min(...instantsOn(next, timeZone)) - nowMs <= ahead) return atLocal(text, next, reference);
  throw new InputError(
    `${quoted(text)} has passed today (it is ${fullTime(nowMs, timeZone)}); write ${quoted(`tomorrow ${text}`)} if that is meant`,
  );
};

const fromWords = (text: string, reference: Reference): number => {
  const { nowMs, timeZone } = reference;
  const here = zonedNow(reference);
  const zone = { instant: new Date(nowMs), timezone: here.offsetNanoseconds / 60e9 };
  const results = en.parse(text, zone, { forwardDate: false });
  const [result] = results;
  if (!result || results.length > 1 || result.text.trim() !== text) throw unreadable(text);
  refuseAmbiguous(text, result);
  if (result.start.isCertain('timezoneOffset')) return result.date().getTime();
  const local = localOf(result);
  if (!hasDay(result)) return nextTimeOfDay(text, local.toPlainTime(), reference);
  const at = (days: number): number => {
    const moved = local.add({ days });
    return isWholeDay(result)
      ? moved.toPlainDate().toZonedDateTime(timeZone).epochMilliseconds
      : atLocal(text, moved, reference);
  };
  // A weekday is the next one.
  const isNext = result.start.isCertain('weekday') && !result.start.isCertain('day');
  const first = at(0);
  return isNext && first < nowMs ? at(7) : first;
};

/** `in 2 days`, `in a week`. */
const spanIn = (text: string): string => text.replace(/^in\s+/i, '').replace(/^(an?|one)\s+(?=[a-z])/i, '1 ');

/** Epoch milliseconds. Throws `InputError`, with what to write instead. */
export const pointInTime = (given: string, reference: Reference): number => {
  const text = given.trim();
  const { nowMs, timeZone, isOfNight = false } = reference;
  const lasts = durationOf(spanIn(text));
  if (lasts !== undefined) return after(zonedNow(reference), lasts);
  const iso = isoInstant(text);
  const local = iso === undefined ? isoLocal(text) : undefined;
  const at = iso ?? (local ? atLocal(text, local, reference) : fromWords(text, reference));
  if (at > nowMs || isOfNight) return at;
  throw new InputError(
    `${quoted(text)} has passed: it is ${fullTime(nowMs, timeZone)}, and that was ${fullTime(at, timeZone)}; write a later time, such as \`tomorrow 10:00\` or \`3h\``,
  );
};

/** Epoch milliseconds after so long. Throws `InputError`: `option` is how it is called there. */
export const timeAfter = (given: string, option: string, reference: Reference): number => {
  const lasts = durationOf(given);
  if (lasts !== undefined) return after(zonedNow(reference), lasts);
  throw new InputError(
    `${option}: ${quoted(given)} is not a duration; write, for example, \`90m\`, \`3h\`, \`2d\` or \`1w\``,
  );
};
