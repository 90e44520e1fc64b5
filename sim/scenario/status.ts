// The statuses a scenario may put a resource into.
import type * as z from 'zod';
import { text } from './fields.ts';

/** The same but for case, or for one letter that is wrong, missing, too much or in its neighbour's place. */
export const isTypoOf = (known: string, written: string): boolean => {
  const [a, b] = [known.toLowerCase(), written.toLowerCase()];
  let from = 0;
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) from++;
  let to = 0;
  while (to < Math.min(a.length, b.length) - from && a.at(-1 - to) === b.at(-1 - to)) to++;
  const [left, right] = [a.slice(from, a.length - to), b.slice(from, b.length - to)];
  return Math.max(left.length, right.length) <= 1 || (left.length === 2 && left === [...right].toReversed().join(''));
};

/** AWS invents new statuses, so any may be rehearsed; one that is nearly a known one is a typing mistake. */
export const status = (known: readonly string[]): z.ZodString => {
  const field = text(known[0] ?? '').check(({ value, issues }) => {
    const meant = known.includes(value) ? undefined : known.find((one) => isTypoOf(one, value));
    if (meant === undefined) return;
    const params = { remedy: `did you mean \`${meant}\`?` };
    issues.push({ code: 'custom', input: value, message: 'is not a status of AWS', params });
  });
  return field.meta({ examples: [...known] });
};
