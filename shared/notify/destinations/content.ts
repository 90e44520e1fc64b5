// What a message says, without Slack's notation: the other formats are made of this. What others wrote is text in here, whatever
// it looks like; a link is only what we made one.
import { colors, type SlackMessage } from '../rendering/message.ts';

export type Span = {
  readonly text: string;
  readonly isCode?: true;
  /** https://. */
  readonly url?: string;
};
type Line = { readonly spans: readonly Span[]; readonly isSmall: boolean };
export type Content = {
  readonly title: readonly Span[];
  readonly lines: readonly Line[];
  readonly tone: 'good' | 'warning' | 'danger' | 'neutral';
};

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const decoded = (text: string): string => text.replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

/** Times, links, calls (which only Slack can do), fixed width. Foreign `<` are escaped, so the rest is text. */
const notation =
  /<!date\^[^|<>]{1,200}\|([^<>]{0,100})>|<(https:[^|<>]{1,1000})\|([^<>]{0,500})>| ?<(?:@|!(?!date\^))[^<>]{1,100}>|```([^`<>]*)```|`([^`<>]+)`/g;

const spanOf = ([, date, url, label, block, code]: RegExpMatchArray): Span | undefined => {
  if (date !== undefined) return { text: decoded(date) };
  if (url !== undefined) return { text: decoded((label ?? '').replaceAll('`', '')) || 'link', url: decoded(url) };
  const fixed = block ?? code;
  return fixed === undefined ? undefined : { text: decoded(fixed), isCode: true };
};

/** Stars around words are Slack's for bold; what is bold elsewhere is no matter of the text. */
const withoutStars = (text: string): string =>
  text.replace(/(^|[\s(])\*([^\s*](?:[^*\n]{0,500}[^\s*])?)\*(?=[\s:.,)]|$)/gm, '$1$2');

const plainSpan = (text: string): Span => ({ text: decoded(withoutStars(text)) });

/** Of one text in Slack's notation. */
const spansIn = (text: string): Span[] => {
  const spans: Span[] = [];
  let from = 0;
  for (const found of text.matchAll(notation)) {
    if (found.index > from) spans.push(plainSpan(text.slice(from, found.index)));
    const span = spanOf(found);
    if (span && span.text !== '') spans.push(span);
    from = found.index + found[0].length;
  }
  if (from < text.length) spans.push(plainSpan(text.slice(from)));
  return spans;
};

const tones = new Map<string, Content['tone']>([
  [colors.good, 'good'],
  [colors.warning, 'warning'],
  [colors.danger, 'danger'],
]);

export const contentOf = ({ text, attachments }: SlackMessage): Content => {
  const blocks = attachments.flatMap((attachment) => attachment.blocks);
  return {
    title: spansIn(text),
    lines: blocks.flatMap((block): Line[] =>
      block.type === 'section'
        ? [{ spans: spansIn(block.text.text), isSmall: false }]
        : block.elements.map((element) => ({ spans: spansIn(element.text), isSmall: true })),
    ),
    tone: tones.get(attachments[0]?.color ?? '') ?? 'neutral',
  };
};

export const textOf = (spans: readonly Span[]): string => spans.map(({ text }) => text).join('');

/** Below the title, without links. */
export const bodyText = ({ lines }: Content): string => lines.map(({ spans }) => textOf(spans)).join('\n');

const mailed = ({ text, url }: Span): string => (url === undefined || url === text ? text : `${text} (${url})`);

/** As lines of a mail: no notation, and links behind their words. */
export const mailLines = (message: SlackMessage): string[] => {
  const { title, lines } = contentOf(message);
  return [title, ...lines.map(({ spans }) => spans)].map((spans) => spans.map(mailed).join(''));
};

export const linksIn = ({ lines }: Content): { readonly text: string; readonly url: string }[] =>
  lines.flatMap(({ spans }) => spans.flatMap(({ text, url }) => (url === undefined ? [] : [{ text, url }])));

/** At most so many characters as JavaScript counts them, never half of one; what is cut ends in "…". */
export const cut = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax) return text;
  return `${text.slice(0, Math.max(0, lengthMax - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
};

/** On one line and never empty. */
export const oneLine = (text: string, lengthMax: number): string =>
  cut(text.replace(/\s+/gu, ' ').trim() || '–', lengthMax);
