// Is this something that reconcile had to say? Tolerant to what a later version may add.
import type { Notice } from '#core/notice.ts';

type Unknown = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;
const isString = (value: unknown): value is string => typeof value === 'string';

const isNotice = (value: unknown): value is Notice =>
  isObject(value) &&
  value.kind === 'curfew-notice' &&
  value.version === 1 &&
  ['late', 'not-up', 'drift', 'alarms', 'orphaned', 'schedules', 'calendars', 'investigations', 'budget'].some(
    (notice) => notice === value.notice,
  ) &&
  [value.environment, value.at, value.text].every(isString) &&
  Array.isArray(value.resources) &&
  value.resources.every((one) => isObject(one) && isString(one.resource) && isString(one.reason));

export const recogniseNotice = (value: unknown): Notice | undefined => (isNotice(value) ? value : undefined);
