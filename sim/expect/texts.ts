// The texts of a night as a person reads them, and whether they are what is expected.
import { offsetTime } from '#core/offset-time.ts';

/** Keys of Slack's layout that hold no text of the message, or repeat it. */
const layoutKeys: ReadonlySet<string> = new Set(['type', 'color', 'fallback', 'verbatim']);

const textsIn = (value: unknown, key: string): string[] => {
  if (typeof value === 'string') return layoutKeys.has(key) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsIn(part, Array.isArray(value) ? key : name));
};

/** Everything that a payload shows, line by line; times as they read without Slack. */
export const shownText = (payload: unknown): string =>
  textsIn(payload, '')
    .join('\n')
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1');

type ExpectedText = { readonly contains?: string | undefined; readonly matches?: RegExp | undefined };

export const fitsText = ({ contains, matches }: ExpectedText, text: string): boolean =>
  (contains === undefined || text.includes(contains)) && (matches === undefined || matches.test(text));

type Span = { readonly from?: number | undefined; readonly until?: number | undefined };

export const isWithin = ({ from, until }: Span, at: number): boolean =>
  (from === undefined || at >= from) && (until === undefined || at <= until);

const shortestMax = 120;

/** The first line, as a message about it quotes it. */
export const quoted = (text: string): string => {
  const [first = ''] = text.split('\n');
  return `"${first.length > shortestMax ? `${first.slice(0, shortestMax)}…` : first}"`;
};

const describeText = ({ contains, matches }: ExpectedText): string[] => [
  ...(contains === undefined ? [] : [`with "${contains}"`]),
  ...(matches === undefined ? [] : [`that matches /${matches.source.replaceAll('\\/', '/')}/`]),
];

export const describeSpan = ({ from, until }: Span, timeZone: string): string[] => [
  ...(from === undefined ? [] : [`from ${offsetTime(from, timeZone)}`]),
  ...(until === undefined ? [] : [`until ${offsetTime(until, timeZone)}`]),
];

const countText = (times: number | undefined): string => {
  if (times === undefined) return 'at least one';
  return times === 0 ? 'no' : String(times);
};

/** `no message with "…" in #x`: what is expected, and how often. */
export const describeCounted = (
  noun: string,
  { times, ...expected }: ExpectedText & Span & { readonly times?: number | undefined },
  details: readonly string[],
  timeZone: string,
): string =>
  [
    `${countText(times)} ${noun}${times === undefined || times === 1 ? '' : 's'}`,
    ...details,
    ...describeText(expected),
    ...describeSpan(expected, timeZone),
  ].join(' ');
