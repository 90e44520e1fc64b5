// Is this what `alarm-notify` sent to its own queue? Everything else that looks like it is text, and goes out as such. That it
// comes from there is known before; its form is looked at as well, since an earlier version may have sent it.
import { destinationKinds } from '#definition/destinations.ts';
import { type Reminder, reminderLimits } from './reminder.ts';

type Unknown = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;

const isRoute = (value: unknown): boolean =>
  isObject(value) &&
  ('kind' in value
    ? destinationKinds.some((kind) => kind === value.kind)
    : typeof value.channel === 'string' && typeof value.webhookSecret === 'string');

const isReminder = (value: unknown): value is Reminder =>
  isObject(value) &&
  value.kind === 'curfew-reminder' &&
  value.version === 1 &&
  ['digest', 'settled', 'downtime-over', 'quiet-over', 'repeat'].some((of) => of === value.of) &&
  typeof value.key === 'string' &&
  typeof value.name === 'string' &&
  isRoute(value.route) &&
  (value.alsoTo === undefined || (Array.isArray(value.alsoTo) && value.alsoTo.every(isRoute))) &&
  (value.mention === undefined || typeof value.mention === 'string') &&
  (value.everyMs === undefined || Number.isSafeInteger(value.everyMs)) &&
  Number.isSafeInteger(value.sinceMs) &&
  Number.isSafeInteger(value.dueMs) &&
  (value.hops === undefined || Number.isSafeInteger(value.hops)) &&
  // A digest is known by when its window opened.
  (value.of !== 'digest' || value.key.endsWith(`|${value.sinceMs}`));

/** None is due later than anything that it could remind of. */
export const recogniseReminder = (value: unknown, nowMs: number): Reminder | undefined =>
  isReminder(value) ? { ...value, dueMs: Math.min(value.dueMs, nowMs + reminderLimits.aheadMs) } : undefined;
