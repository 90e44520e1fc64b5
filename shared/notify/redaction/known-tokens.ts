// Tokens that tell what they are, by the rules of secretlint: kept up to date by those who follow what every vendor issues.
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

/** Left out: files of Google's, comments that switch rules off, and links, of which forms.ts keeps all but the password. */
const leftOut = /-(?:gcp|filter-comments|basicauth|database-connection-string)$/;
/** No secret: it is part of every ARN. */
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

/** Where they are, in order and without overlaps. The rules that are asked report at once. */
export const knownTokens = (content: string): readonly Range[] => {
  if (!longToken.test(content)) return [];
  found = [];
  const source: Source = { content, contentType: 'text', filePath: 'message.txt', ext: '.txt' };
  for (const { file } of scanners()) file?.(source);
  const sorted = found.toSorted(([a], [b]) => a - b);
  return sorted.filter(([start], index) => !sorted.slice(0, index).some(([, end]) => end > start));
};
