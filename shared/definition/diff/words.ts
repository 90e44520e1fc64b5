// A difference as a person reads it. Pure.
import { weekdays } from '#kinds/fields.ts';
import { awsNameOf, isKind, type Resource } from '#kinds/resource.ts';
import { pathText } from '../problem.ts';
import type { Difference } from './compare.ts';

const textMax = 80;

const shortened = (text: string): string => (text.length > textMax ? `${text.slice(0, textMax - 1)}…` : text);

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const daysText = (days: readonly unknown[]): string | undefined => {
  if (!days.every((day) => (weekdays as readonly unknown[]).includes(day))) return undefined;
  if (days.length === weekdays.length) return 'every day';
  return weekdays.slice(0, 5).every((day) => days.includes(day)) && days.length === 5 ? 'weekdays' : undefined;
};

const inside = (value: unknown): string => {
  if (Array.isArray(value)) return daysText(value) ?? `[${value.map(inside).join(', ')}]`;
  if (isMapping(value))
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${inside(one)}`)
      .join(', ')} }`;
  return String(value);
};

/** `2026-12-25 Christmas`, `2026-12-24 to 2026-12-31 Christmas`; of a calendar each of its days. */
const closedText = ({ from, to, name, closed }: Readonly<Record<string, unknown>>): string | undefined => {
  if (Array.isArray(closed)) return closed.map((one) => closedText(one) ?? inside(one)).join(', ');
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  return `${from === to ? from : `${from} to ${to}`}${name === undefined ? '' : ` ${name}`}`;
};

/** `08:00 weekdays`, `16:00 fri`, `12:00 on 15, last day`. */
const slotText = ({ at: time, readyBy, days, on }: Readonly<Record<string, unknown>>): string | undefined => {
  const at = typeof readyBy === 'string' ? `ready by ${readyBy}` : time;
  if (typeof at !== 'string') return undefined;
  if (Array.isArray(days)) return `${at} ${daysText(days) ?? days.join(', ')}`;
  return Array.isArray(on) ? `${at} on ${on.join(', ')}` : undefined;
};

const entryText = (value: unknown): string => (isMapping(value) ? slotText(value) : undefined) ?? inside(value);

const resourceText = (value: Readonly<Record<string, unknown>>): string | undefined =>
  isKind(value.kind) ? `${value.kind} ${awsNameOf(value as unknown as Resource)}` : undefined;

const valueText = (value: unknown): string => {
  if (Array.isArray(value)) return shortened(daysText(value) ?? value.map(entryText).join('; '));
  if (!isMapping(value)) return shortened(String(value));
  return shortened(resourceText(value) ?? closedText(value) ?? slotText(value) ?? inside(value));
};

/** Where it is, as in the file: `schedule.stop.at`. */
export const placeOf = ({ path }: Pick<Difference, 'path'>): string => pathText(path);

const namesOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((one) => (isMapping(one) && 'name' in one ? String(one.name) : inside(one))) : [];

/** The name of an entry is where it is already. */
const withoutName = (value: unknown, path: Difference['path']): unknown => {
  if (!isMapping(value) || value.name !== path.at(-1)) return value;
  const { name: _name, ...rest } = value;
  return rest;
};

/** What is different there: `20:00 → 19:00`, `+ cache`. */
export const differenceText = ({ change, path, before, after }: Difference): string => {
  if (change === 'added') return `+ ${valueText(withoutName(after, path))}`;
  if (change === 'removed') return `- ${valueText(withoutName(before, path))}`;
  const isOrder = Array.isArray(before) && Array.isArray(after) && path.at(-1) !== 'days';
  if (isOrder) return `order: ${shortened(namesOf(after).join(', '))}`;
  return `${valueText(before)} → ${valueText(after)}`;
};
