// Tokens of known vendors, by the rules of secretlint, which is kept up to date with new forms.
import { rules } from '@secretlint/secretlint-rule-preset-recommend';

type Range = readonly [start: number, end: number];
type Report = { readonly range: Range; readonly message?: { readonly messageId?: string } };
type Source = {
  readonly content: string;
  readonly contentType: 'text';
  readonly filePath: string;
  readonly ext: string;
};
type Scanner = { readonly file?: (source: Source) => unknown };
type Context = {
  readonly createTranslator: () => (messageId: string) => { readonly messageId: string };
  readonly report: (report: Report) => void;
  readonly ignore: () => void;
  readonly sharedOptions: object;
};
type Rule = {
  readonly meta: { readonly id: string; readonly type: string };
  readonly create: (context: Context, options: object) => Scanner;
};

/** Rules left out: key files of Google, comments that switch rules off, and links, where links.ts removes only the password. */
const leftOut = /-(?:gcp|filter-comments|basicauth|database-connection-string)$/;
/** Not secret: it is part of every ARN. */
const harmless: ReadonlySet<string> = new Set(['AWSAccountID']);

let found: Range[] = [];

const context: Context = {
  createTranslator: () => (messageId) => ({ messageId }),
  report: ({ range, message }) => {
    if (!harmless.has(message?.messageId ?? '')) found.push(range);
  },
  ignore: () => {},
  sharedOptions: {},
};

let made: readonly Scanner[] | undefined;

const scanners = (): readonly Scanner[] => {
  made ??= (rules as unknown as readonly Rule[])
    .filter(({ meta }) => meta.type === 'scanner' && !leftOut.test(meta.id))
    .map(({ create }) => create(context, {}));
  return made;
};

/** No token is shorter. Most texts have no word of this length. */
const longToken = /[\w.~+/=-]{20}/;

/** The ranges of tokens, in order and without overlaps. The rules report synchronously. */
export const knownTokens = (content: string): readonly Range[] => {
  if (!longToken.test(content)) return [];
  found = [];
  const source: Source = { content, contentType: 'text', filePath: 'message.txt', ext: '.txt' };
  for (const { file } of scanners()) file?.(source);
  const sorted = found.toSorted(([a], [b]) => a - b);
  return sorted.filter(([start], index) => !sorted.slice(0, index).some(([, end]) => end > start));
};
