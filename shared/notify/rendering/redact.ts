// What never appears in a message or a log: passwords, keys, tokens, signatures, links that act for whoever opens them.
// Pure. By the names of things, and by what secrets look like wherever they stand.

export const removed = '[removed]';

const secretName =
  /(?:password|passwd|passphrase|pwd|secret|secret[-_]?(?:key|value|string)|token|credentials?|authorization|cookie|api[-_]?key|access[-_]?key(?:[-_]?id)?|private[-_]?key|signature|signing[-_]?cert[-_]?url|(?:un)?subscribe[-_]?url|webhook(?:[-_]?url)?|connection[-_]?string|database[-_]?url)$/i;

// Every repetition has a bound, so that no text, however long and hostile, takes long.
const patterns: readonly (readonly [form: RegExp, instead: string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g, removed],
  [/https?:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>|]{0,400}/gi, removed],
  [/([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/:@"']{0,200}:[^\s/@"']{1,200}@/gi, `$1${removed}@`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, removed],
  [/\bxox[abeoprs]-[\w-]{8,200}/g, removed],
  [/\bgh[pousr]_\w{20,200}/g, removed],
  [/\beyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{0,1000}/g, removed],
  [/\b(bearer|basic)\s{1,5}[\w.~+/=-]{8,4000}/gi, `$1 ${removed}`],
  [
    /(?<!:secretsmanager:[\w-]{0,30}:\d{12}:)\b([\w-]{0,40}(?:password|passwd|passphrase|pwd|secret|secret[-_]?key|token|api[-_]?key|access[-_]?key|private[-_]?key))(\\?["']?\s{0,5}[:=]\s{0,5}|\s{1,3}(?=["']))(?!\[removed\])(?:\\?"[^"\n]{1,1000}"|'[^'\n]{1,1000}'|[^\s"',;&)}\]]{1,1000})/gi,
    `$1$2${removed}`,
  ],
];

const link = /(?:https?:\/\/|\?)[^\s"'<>|]{1,6000}/gi;

/** Whoever opens it acts as somebody else: signed, or an answer to a subscription. */
const acts =
  /[?&](?:Action=(?:Unsubscribe|ConfirmSubscription)|X-Amz-(?:Signature|Security-Token|Credential)=|(?:sig|signature|token|access_token)=)/i;

/** They are not shown anyway, and within a word they would hide it from the patterns. */
const invisible = /(?![\n\t])\p{Cc}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A word like most keys and values: too short for a key of its own, and no name with a value. */
const word = /^\w{0,19}$/;

/** Prose, or JSON that could not be parsed. */
export const redactText = (text: string): string =>
  word.test(text)
    ? text
    : patterns.reduce(
        (clean, [form, instead]) => clean.replace(form, instead),
        text.replace(invisible, '').replace(link, (found) => (acts.test(found) ? removed : found)),
      );

/** Deeper than anybody nests on purpose; beyond it only the fact is kept. */
const depthMax = 60;

/** A parsed JSON value. Keys stay, so that one sees that there was something. */
export const redactValue = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthMax) return '[nested too deeply]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      redactText(key),
      secretName.test(key) && item !== null && item !== '' ? removed : redactValue(item, depth + 1),
    ]),
  );
};
