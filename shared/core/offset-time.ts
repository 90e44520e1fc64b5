import { Temporal } from 'temporal-polyfill';

/** ISO 8601 with the zone's offset: `2026-11-20T20:00:00-03:00`. */
export const offsetTime = (epochMs: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ timeZone });
