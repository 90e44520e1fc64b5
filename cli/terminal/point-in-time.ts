// Times as people write them, in the zone of the environment: `22:00`, `tomorrow 10:00`, `friday 18:30`, `fri`, `3h`, and ISO 8601. What could
// be meant in two ways, or has passed, is refused with what to write instead: a hold for the wrong day is worse than a question.
import { en, type ParsedResult } from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { InputError } from '#core/errors.ts';
import { offsetTime } from '#core/offset-time.ts';

export type Reference = {
  readonly nowMs: number;
  readonly timeZone: string;
  /** Of a rehearsed night the moment may be its beginning; what is outside of the night is for others to say. */
  readonly isOfNight?: boolean;
};

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

const durationPart = /(\d{1,4})\s*(d|h|m)(?:ays?|ours?|rs?|in(?:ute)?s?)?\s*/gy;

/** `90m`, `3h`, `1h30m`, `2 days`: milliseconds, or nothing where it is no duration. */
export const durationMs = (text: string): number | undefined => {
  const trimmed = text.trim().toLowerCase();
  let sum = 0;
  let end = 0;
  durationPart.lastIndex = 0;
  for (const match of trimmed.matchAll(durationPart)) {
    sum += Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
    end = match.index + match[0].length;
  }
  return trimmed !== '' && end === trimmed.length && sum > 0 ? sum : undefined;
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

/** A local time that a clock change skips or repeats is two instants or none. Throws `InputError`. */
const atLocal = (text: string, local: Temporal.PlainDateTime, timeZone: string): number => {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(timeZone, { disambiguation }),
  );
  if (earlier && later && earlier.epochMilliseconds !== later.epochMilliseconds)
    throw new InputError(
      `${quoted(text)} is ambiguous: the clocks in ${timeZone} change then; write ${[earlier, later].map((one) => quoted(offsetTime(one.epochMilliseconds, timeZone))).join(' or ')}`,
    );
  return earlier?.epochMilliseconds ?? Number.NaN;
};

const hasDay = ({ start }: ParsedResult): boolean => start.isCertain('day') || start.isCertain('weekday');

/** `fri`, `tomorrow`: it begins at midnight. */
const isWholeDay = (result: ParsedResult): boolean => hasDay(result) && !result.start.isCertain('hour');

/** `tomorrow at 8`: in the morning or in the evening? */
const isHalfDay = ({ text, start }: ParsedResult): boolean =>
  (start.get('hour') ?? 0) <= 12 && !/\d:\d\d|\d\s*[ap]\.?m|noon|midday|midnight/i.test(text);

const clock = (hour: number, minute = 0): string =>
  `${`${hour % 24}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`;

/** Throws `InputError` for what can be meant in two ways. */
const refuseAmbiguous = (text: string, result: ParsedResult): void => {
  const { start, end } = result;
  if (end) throw new InputError(`${quoted(text)} is a span of time; write when it ends`);
  if (/\d{1,2}[/.]\d{1,2}[/.]\d{2,4}/.test(text))
    throw new InputError(`${quoted(text)} is ambiguous: day or month first? Write the date as in \`2026-11-20 18:00\``);
  if (/\b(next|last|this)\s+(mon|tue|wed|thu|fri|sat|sun)/i.test(text))
    throw new InputError(`${quoted(text)} is ambiguous: of which week? Write the date as in \`2026-11-20 18:00\``);
  if (isWholeDay(result)) return;
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
const ahead = 12 * unitMs.h;

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
  if (hasDay(result)) {
    const at = atLocal(text, local, timeZone);
    // A weekday is the next one.
    return at < nowMs && result.start.isCertain('weekday') && !result.start.isCertain('day')
      ? atLocal(text, local.add({ days: 7 }), timeZone)
      : at;
  }
  const today = here.toPlainDate().toPlainDateTime(local.toPlainTime());
  const [first, second] = [today, today.add({ days: 1 })].map((one) => ({
    one,
    ms: one.toZonedDateTime(timeZone).epochMilliseconds,
  }));
  const next = first && (first.ms > nowMs || (reference.isOfNight && first.ms === nowMs)) ? first : second;
  if (!next) throw unreadable(text);
  if (next === second && next.ms - nowMs > ahead)
    throw new InputError(
      `${quoted(text)} has passed today (it is ${fullTime(nowMs, timeZone)}); write ${quoted(`tomorrow ${text}`)} if that is meant`,
    );
  return atLocal(text, next.one, timeZone);
};

/** Epoch milliseconds. Throws `InputError`, with what to write instead. */
export const pointInTime = (given: string, reference: Reference): number => {
  const text = given.trim();
  const { nowMs, timeZone, isOfNight = false } = reference;
  const lasts = durationMs(text);
  if (lasts !== undefined) return nowMs + lasts;
  const iso = isoInstant(text);
  const local = iso === undefined ? isoLocal(text) : undefined;
  const at = iso ?? (local ? atLocal(text, local, timeZone) : fromWords(text, reference));
  if (at > nowMs || isOfNight) return at;
  throw new InputError(
    `${quoted(text)} has passed: it is ${fullTime(nowMs, timeZone)}; write a later time, such as \`tomorrow 10:00\` or \`3h\``,
  );
};
