// Fields of what others send. Nothing in here fails: what is missing or of another form is undefined or left out, because a
// message that lacks a detail is still better than none.
import * as z from 'zod';
import type { NameAndValue } from '#core/notification.ts';

/** Never empty. */
export const text = z
  .string()
  .transform((value) => value.trim() || undefined)
  .optional()
  .catch(undefined);

/** Also as text: `"3"`, `"80.0"`. */
export const number = z
  .unknown()
  .transform((value) => {
    const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
  })
  .optional();

export const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((values) =>
      values.flatMap((value) => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );

/** An object of names and texts: `{"TableName":"orders"}`. */
export const pairs = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((entries): NameAndValue[] =>
    Object.entries(entries).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
    })),
  );

const keyAndValue = z.union([
  z.object({ Key: z.string(), Value: z.string() }).transform(({ Key, Value }) => ({ name: Key, value: Value })),
  z.object({ key: z.string(), value: z.string() }).transform(({ key, value }) => ({ name: key, value })),
  z.object({ name: z.string(), value: z.string() }),
]);

/** Tags in any of the spellings of AWS: a list of keys and values, or an object of them. */
export const tags = z
  .unknown()
  .optional()
  .transform((value): NameAndValue[] =>
    Array.isArray(value) ? list(keyAndValue).parse(value) : value === undefined ? [] : pairs.parse(value),
  );

const forms: readonly (readonly [RegExp, (text: string) => string])[] = [
  // Of SNS, EventBridge and CloudWatch, whose offset has no colon.
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/, (found) => found],
  // Of RDS: no zone, it is UTC (facts/notifications.md 2.10).
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?$/, (found) => `${found.replace(' ', 'T')}Z`],
  // Of AWS Health: RFC 1123.
  [/^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC)$/, (found) => found],
];

/** A point in time in any spelling of AWS's, as ISO 8601 in UTC; undefined if it is none. */
export const instantOf = (value: string | undefined): string | undefined => {
  const form = forms.find(([pattern]) => value !== undefined && pattern.test(value));
  const epochMs = form && value !== undefined ? Date.parse(form[1](value)) : Number.NaN;
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs).toISOString();
};

export const instant = text.transform(instantOf);

/** Prose may hold line breaks as two characters. */
export const prose = text.transform((value) => value?.replaceAll('\\n', '\n'));
