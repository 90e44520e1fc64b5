// Escapes untrusted text for Slack and cuts it to a length. The type `Escaped` keeps text that was not escaped here from
// compiling into a message (facts/notifications.md 3, "Escaping").

/** Text that is safe in a Slack message: our own, or escaped untrusted text. */
export type Escaped = string & { readonly brand: 'Escaped' };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Length in the posted JSON. Slack's limits hold for it, whichever way Slack counts. */
export const wireLength = (text: string): number => JSON.stringify(text).length - 2;

/** Characters that JSON does not escape. Most texts hold only these. */
const isPlain = /^[ !#-[\]-~]+$/;

// Removes control characters, and changes of the writing direction, which would reverse the text that follows. Replaces half
// surrogate pairs, which encoders refuse.
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

// A back-tick would begin or end a code span.
const withoutBackTicks = (raw: string): string => raw.replaceAll('`', "'");

const onOneLine = (raw: string): string => withoutBackTicks(cleaned(raw).replace(/\s+/gu, ' ').trim()) || '–';

/** Untrusted prose on one line; never empty, because Slack refuses empty texts. */
export const line = (raw: string, lengthMax: number): Escaped => escapeTo(onOneLine(raw), lengthMax);

/** An untrusted name, code or command. `lengthMax` includes the two back-ticks. */
export const code = (raw: string, lengthMax: number): Escaped => mrkdwn`\`${line(raw, lengthMax - 2)}\``;

/** Several lines in fixed width. `lengthMax` includes the fences. */
export const codeBlock = (raw: string, lengthMax: number): Escaped =>
  mrkdwn`\`\`\`${escapeTo(withoutBackTicks(raw), lengthMax - 6)}\`\`\``;

const linkLengthMax = 700;

/** A link with a `url` of ours or a checked one, which begins with https://. Left out if it is too long. */
export const link = (url: string, label: Escaped): Escaped[] => {
  const target = url.replace(/[\s<>|"`\p{Cc}]/gu, (char) => encodeURIComponent(char)).replaceAll('&', '&amp;');
  const whole = mrkdwn`<${target as Escaped}|${label}>`;
  return wireLength(whole) <= linkLengthMax ? [whole] : [];
};

/** How many of the first items fit; at least one. */
export const howManyFit = (items: readonly Escaped[], separator: string, lengthMax: number): number => {
  let length = 0;
  for (const [index, item] of items.entries()) {
    length += wireLength(index === 0 ? item : `${separator}${item}`);
    if (length > lengthMax) return Math.max(1, index);
  }
  return items.length;
};

/** As many items as fit, then the number of the rest: "a, b, and 12 more". */
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
