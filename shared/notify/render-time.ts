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
  // Whatever else calls itself a time is shown as it is. Date.parse alone would accept comments in parentheses.
  if (offset === undefined || !(epochSeconds > 0)) return line(iso, 40);
  const fallback = line(`${iso.slice(0, 10)} ${iso.slice(11, 16)} ${offset}`, 40);
  return mrkdwn`<!date^${epochSeconds}^{date_short_pretty} {time}|${fallback}>`;
};
