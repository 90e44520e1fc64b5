// Times and durations as people read them. Pure.
import { type Escaped, line, mrkdwn } from './escape.ts';

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<offset>Z|[+-]\d\d:\d\d)$/;

/** "45 s", "6 min 12 s", "1 h 5 min". */
export const renderDuration = (seconds: number): Escaped => {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return mrkdwn`${whole} s`;
  if (minutes >= 60) return mrkdwn`${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return whole % 60 === 0 ? mrkdwn`${minutes} min` : mrkdwn`${minutes} min ${whole % 60} s`;
};

/** In the reader's zone, by Slack's date token; a client that cannot do it shows the time of the environment's zone. */
export const renderTime = (iso: string): Escaped => {
  const offset = isoTime.exec(iso)?.groups?.offset;
  const epochSeconds = Math.floor(Date.parse(iso) / 1_000);
  // Everything else that calls itself a time is shown as it is. Date.parse alone would accept comments in parentheses.
  if (offset === undefined || !(epochSeconds > 0)) return line(iso, 40);
  const fallback = line(`${iso.slice(0, 10)} ${iso.slice(11, 16)} ${offset}`, 40);
  return mrkdwn`<!date^${epochSeconds}^{date_short_pretty} {time}|${fallback}>`;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes long, and there are few zones. */
const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', timeZoneName: 'longOffset' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  formats.set(timeZone, made);
  return made;
};

/** A point in time in the reader's zone; a client that cannot do that shows it in the given one. */
export const renderInstant = (iso: string, timeZone: string): Escaped => {
  const epochMs = Date.parse(iso);
  if (!isoTime.test(iso) || !(epochMs > 0)) return line(iso, 40);
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const offset = part('timeZoneName').replace('GMT', '') || 'Z';
  return renderTime(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00${offset}`);
};
