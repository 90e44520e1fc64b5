// A database that is to be up for its weekly maintenance window has a week of its own, which AWS defines. Pure.
import type { AwakeSlot, ResourceName } from '#core/resource.ts';
import { weekdays } from '#kinds/fields.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Window } from '#kinds/window.ts';
import type { Definition } from '../definition.ts';

/**
 * So long before the window: until reconcile has looked, and the database is up. A look comes every fifteen minutes and leaves the
 * scheduler five; a start takes up to half an hour.
 */
const leadMinutes = 60;
const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;

const weekly = /^([a-z]{3}):(\d\d):(\d\d)-([a-z]{3}):(\d\d):(\d\d)$/;

const minuteOf = (day = '', hours = '', minutes = ''): number | undefined => {
  const index = (weekdays as readonly string[]).indexOf(day);
  return index < 0 ? undefined : index * dayMinutes + Number(hours) * 60 + Number(minutes);
};

const clock = (minute: number): string => {
  const [hours, minutes] = [Math.floor((minute % dayMinutes) / 60), minute % 60];
  return [hours, minutes].map((one) => String(one).padStart(2, '0')).join(':');
};

const slotFor = (text: string): AwakeSlot | undefined => {
  const [, day, hours, minutes, lastDay, lastHours, lastMinutes] = weekly.exec(text.toLowerCase()) ?? [];
  const [begins, ends] = [minuteOf(day, hours, minutes), minuteOf(lastDay, lastHours, lastMinutes)];
  if (begins === undefined || ends === undefined) return undefined;
  const from = (begins - leadMinutes + weekMinutes) % weekMinutes;
  // A window of a day, of which AWS knows none longer, leaves a minute.
  const length = Math.min((ends - from + weekMinutes) % weekMinutes, dayMinutes - 1);
  return {
    days: [weekdays[Math.floor(from / dayMinutes)] ?? 'mon'],
    from: clock(from),
    until: clock(from + length),
    utc: true,
    why: `its maintenance window ${text} UTC`,
  };
};

/** The same object each time: what a slot comes to is worked out once. */
const known = new Map<string, AwakeSlot | undefined>();
const knownMax = 1_000;

export const slotOfWindow = (text: string): AwakeSlot | undefined => {
  if (known.has(text)) return known.get(text);
  if (known.size >= knownMax) known.clear();
  const slot = slotFor(text);
  known.set(text, slot);
  return slot;
};

export const attends = (resource: Resource): boolean =>
  'maintenance' in resource && resource.maintenance === 'attend' && resource.leaveAlone === undefined;

type WindowsOf = ReadonlyMap<ResourceName, readonly Window[]>;

const withWindow = (resource: Resource, windows: WindowsOf): Resource => {
  if (!attends(resource) || resource.awakeOn === 'always') return resource;
  const slots = (windows.get(resource.name) ?? []).flatMap(({ what, text }) =>
    what === 'maintenance' ? (slotOfWindow(text) ?? []) : [],
  );
  return slots.length === 0 ? resource : { ...resource, awakeOn: [...(resource.awakeOn ?? []), ...slots] };
};

/** Awake for their windows, those that attend them; the others as they are. */
export const withMaintenance = (definition: Definition, windows: WindowsOf): Definition => ({
  ...definition,
  resources: definition.resources.map((one) => withWindow(one, windows)),
});
