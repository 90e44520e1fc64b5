// The fields of any JSON as a short list, for messages of which nothing else is known. No secret gets this far. Pure.
import type { NameAndValue } from '#core/notification.ts';

const depthMax = 3;
const itemsMax = 3;

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** `{ scan: { status: 'x' } }` → `scan.status`. Of a list the first items. */
const listed = (value: unknown, name: string, depth: number): NameAndValue[] => {
  if (isScalar(value)) return String(value).trim() === '' ? [] : [{ name, value: String(value) }];
  if (typeof value !== 'object' || value === null || depth > depthMax) return [];
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    if (!value.every(isScalar)) return value.slice(0, itemsMax).flatMap((item) => listed(item, name, depth + 1));
    const more = value.length > itemsMax ? ` and ${value.length - itemsMax} more` : '';
    return [{ name, value: `${value.slice(0, itemsMax).join(', ')}${more}` }];
  }
  return Object.entries(value).flatMap(([key, item]) => listed(item, name === '' ? key : `${name}.${key}`, depth + 1));
};

const outermostFirst = (facts: readonly NameAndValue[]): NameAndValue[] => {
  const depthOf = ({ name }: NameAndValue): number => name.split('.').length;
  return facts.toSorted((left, right) => depthOf(left) - depthOf(right));
};

/** Of the form, not of the content. */
const isOfForm = ({ name }: NameAndValue): boolean => /(?:^|\.)(?:schema|record|event)?_?version$/i.test(name);

/** The outermost fields first; without those that are shown elsewhere. */
export const listedFacts = (json: unknown, shown: readonly (string | undefined)[], max: number): NameAndValue[] =>
  outermostFirst(listed(json, '', 0))
    .filter((fact) => !shown.includes(fact.value) && !isOfForm(fact))
    .slice(0, max);
