// Foreign text on its way into Slack: disarmed, cut to a length, and marked as such by its type, so that text which did
// not pass through here does not compile into a message (facts/notifications.md 3, "Escaping").

/** Text that is safe in a Slack message: our own, or escaped foreign text. */
export type Escaped = string & { readonly brand: 'Escaped' };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Length within the JSON that is posted: Slack's limits hold for it, whichever way Slack counts. */
export const wireLength = (text: string): number => JSON.stringify(text).length - 2;

/** Characters that JSON does not escape. Most texts hold only these. */
const isPlain = /^[ !#-[\]-~]+$/;

// Control characters have no business in a message, half a surrogate pair is refused by encoders, and a change of the
// direction of writing would turn around what follows the foreign text.
const cleaned = (raw: string): string =>
  raw.toWellFormed().replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');

/** Our own text with escaped values in it. */
export const mrkdwn = (parts: TemplateStringsArray, ...values: readonly (Escaped | number)[]): Escaped =>
  String.raw({ raw: parts }, ...values) as Escaped;

/** Keeps line breaks. Cuts the raw text, so never inside an entity or a surrogate pair; what is cut ends in "…". */
export const escapeTo = (raw: string, lengthMax: number): Escaped => {
  let text = '';
  let length = 0;
  let withRoomForEllipsis = '';
  for (const char of cleaned(raw)) {
    const escaped = entities[char] ?? char;
    length += isPlain.test(escaped) ? escaped.length : wireLength(escaped);
    if (length > lengthMax) return `${withRoomForEllipsis}…` as Escaped;
    text += escaped;
    if (length < lengthMax) withRoomForEllipsis = text;
  }
  return text as Escaped;
};

// A back-tick would begin or end a code span, possibly of somebody else.
const withoutBackTicks = (raw: string): string => raw.replaceAll('`', "'");

const onOneLine = (raw: string): string => withoutBackTicks(cleaned(raw).replace(/\s+/gu, ' ').trim()) || '–';

/** Prose of others on one line; never empty, as Slack refuses empty texts. */
export const line = (raw: string, lengthMax: number): Escaped => escapeTo(onOneLine(raw), lengthMax);

/** A name, a code or a command of others. `lengthMax` includes the two back-ticks. */
export const code = (raw: string, lengthMax: number): Escaped => mrkdwn`\`${line(raw, lengthMax - 2)}\``;

/** Several lines in fixed width. `lengthMax` includes the fences. */
export const codeBlock = (raw: string, lengthMax: number): Escaped =>
  mrkdwn`\`\`\`${escapeTo(withoutBackTicks(raw), lengthMax - 6)}\`\`\``;

const linkLengthMax = 700;

/** Ours, or one that was checked: `url` begins with https://. Left out if it is too long to be worth its room. */
export const link = (url: string, label: Escaped): Escaped[] => {
  const target = url.replace(/[\s<>|"`\p{Cc}]/gu, (char) => encodeURIComponent(char)).replaceAll('&', '&amp;');
  const whole = mrkdwn`<${target as Escaped}|${label}>`;
  return wireLength(whole) <= linkLengthMax ? [whole] : [];
};

/** How many of the items fit, from the first on; at least one. */
export const howManyFit = (items: readonly Escaped[], separator: string, lengthMax: number): number => {
  let length = 0;
  for (const [index, item] of items.entries()) {
    length += wireLength(index === 0 ? item : `${separator}${item}`);
    if (length > lengthMax) return Math.max(1, index);
  }
  return items.length;
};

/** As many items as fit; the others are counted: "a, b, and 12 more". */
export const joined = (items: readonly Escaped[], separator: string, lengthMax: number): Escaped => {
  const all = items.join(separator);
  if (wireLength(all) <= lengthMax) return all as Escaped;
  let named = '';
  let text = `${items.length} not listed`;
  for (const [index, item] of items.entries()) {
    named += `${item}${separator}`;
    const longer = `${named}and ${items.length - index - 1} more`;
    if (wireLength(longer) > lengthMax) break;
    text = longer;
  }
  return text as Escaped;
};
