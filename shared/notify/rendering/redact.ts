// Redacts secrets in messages and logs: passwords, keys, tokens, signatures, and links that act for the person who opens them. It
// finds them by name and by form. What no filter can find is in docs/security.md. Pure.
import { knownTokens } from '../redaction/known-tokens.ts';
import { redactLinks, removed } from '../redaction/links.ts';
import { redactNamedSecrets } from '../redaction/named-secrets.ts';
import { redactPrivateKeys } from '../redaction/private-keys.ts';
import { secretName } from '../redaction/secret-names.ts';
import { redactTokenForms } from '../redaction/token-forms.ts';

export { removed };

/** Invisible characters. They would hide a secret from the patterns. */
const invisible = /(?![\n\t])\p{Cc}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A single short word, like most keys and values. It is too short for a secret and holds no name with a value. */
const shortWord = /^\w{0,19}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

const redactKnownTokens = (text: string): string => {
  let clean = '';
  let from = 0;
  for (const [start, end] of knownTokens(text)) {
    clean += text.slice(from, start) + removed;
    from = end;
  }
  return clean + text.slice(from);
};

/** Prose, or JSON that could not be parsed. */
export const redactText = (text: string): string => {
  if (shortWord.test(text) || time.test(text)) return text;
  const visible = text.replace(invisible, '');
  const ownForms = redactTokenForms(redactLinks(redactPrivateKeys(visible)), removed);
  return redactKnownTokens(redactNamedSecrets(ownForms));
};

/** Deeper values are removed. */
const depthMax = 60;

type Fields = readonly (readonly [key: string, value: unknown])[];

const nameKey = /^(.*?)(?:name|key|variable|header|field|label|option|property|setting|parameter|(?<=^)k)$/i;
const valueKey = /^(.*?)(?:value|val|content|(?<=^)v)$/i;
const stemOf = (key: string, form: RegExp): string | undefined => form.exec(key)?.[1]?.toLowerCase();

/**
 * `{ name: 'DB_PASSWORD', value: … }`, in any spelling: one field has the name and a matching one the secret. `AlarmName` does
 * not match `NewStateValue`.
 */
const valueStems = (fields: Fields): ReadonlySet<string> => {
  const named = fields.flatMap(([key, value]) => {
    const stem = stemOf(key, nameKey);
    return stem !== undefined && typeof value === 'string' && secretName.test(value.trim()) ? [stem] : [];
  });
  return new Set(named);
};

const isEmpty = (value: unknown): boolean => value === null || value === '' || typeof value === 'boolean';

const redactFields = (fields: Fields, depth: number): object => {
  const stems = valueStems(fields);
  return Object.fromEntries(
    fields.map(([key, value]) => {
      const stem = stems.size === 0 ? undefined : stemOf(key, valueKey);
      const isSecret = secretName.test(key) || (stem !== undefined && stems.has(stem));
      return [redactText(key), isSecret && !isEmpty(value) ? removed : redactValue(value, depth + 1)];
    }),
  );
};

const flag = /^-{1,2}/;
const variable = /^[A-Z][A-Z0-9_]+$/;

/** `['--password', 'x']` and `['DB_PASSWORD', 'x']`: the element after a name. */
const followsName = (items: readonly unknown[], index: number): boolean => {
  const before = items[index - 1];
  if (typeof before !== 'string' || typeof items[index] !== 'string') return false;
  return secretName.test(before) && (flag.test(before) || (items.length === 2 && variable.test(before)));
};

/** A parsed JSON value. Keys stay, so that readers see that a value was there. */
export const redactValue = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthMax) return '[nested too deeply]';
  if (Array.isArray(value))
    return value.map((item, index) => (followsName(value, index) ? removed : redactValue(item, depth + 1)));
  return redactFields(Object.entries(value), depth);
};
