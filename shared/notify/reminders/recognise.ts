// Is this what `alarm-notify` sent to its own queue? Whatever else looks like it is text, and goes out as such.
import { destinationKinds } from '#definition/destinations.ts';
import type { Reminder } from './reminder.ts';

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
  Number.isSafeInteger(value.dueMs);

export const recogniseReminder = (value: unknown): Reminder | undefined => (isReminder(value) ? value : undefined);
