import { Temporal } from 'temporal-polyfill';

/** A report names the same moments again and again, and exact calendar arithmetic is slow. */
const known = new Map<string, string>();
const knownMax = 1_000;

/** ISO 8601 with the zone's offset: `2026-11-20T20:00:00-03:00`. */
export const offsetTime = (epochMs: number, timeZone: string): string => {
  const key = `${timeZone} ${epochMs}`;
  const text = known.get(key) ?? Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ timeZone });
  if (known.size >= knownMax) known.clear();
  known.set(key, text);
  return text;
};
