// A message as an Adaptive Card. Runs of text are no Markdown, so nothing that others wrote becomes a link, a mention or a
// layout; a link is only what we made one. Pure.
import type { SlackMessage } from '../../rendering/message.ts';
import { type Content, contentOf, cut, oneLine, type Span, textOf } from '../content.ts';

/** Teams takes 28 KB, with everything around the card. */
const cardBytesMax = 27_000;
const titleMax = 1_000;
const linkMax = 2_000;

type Run = {
  readonly type: 'TextRun';
  readonly text: string;
  readonly [key: string]: unknown;
};
type Block = { readonly type: 'RichTextBlock'; readonly inlines: readonly Run[]; readonly [key: string]: unknown };

const colorOf = { good: 'Good', warning: 'Warning', danger: 'Attention', neutral: 'Default' } as const;

/** Times in double braces are the one thing that a text can still ask a card for. */
const disarmed = (text: string): string => text.replace(/\{(?=\{)/g, '{\u200b');

const runOf = ({ text, isCode, url }: Span, style: object): Run => ({
  type: 'TextRun',
  text: disarmed(text),
  ...style,
  ...(isCode ? { fontType: 'Monospace' } : {}),
  ...(url === undefined || url.length > linkMax ? {} : { selectAction: { type: 'Action.OpenUrl', url } }),
});

/** A run holds no line break: each line is a block of its own. */
const linesOf = (spans: readonly Span[]): Span[][] => {
  const lines: Span[][] = [[]];
  for (const span of spans)
    for (const [index, text] of span.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...span, text });
    }
  return lines.filter((line) => line.length > 0);
};

const blocksOf = ({ lines }: Content): Block[] =>
  lines.flatMap(({ spans, isSmall }) =>
    linesOf(spans).map(
      (line, index): Block => ({
        type: 'RichTextBlock',
        spacing: index === 0 ? 'Small' : 'None',
        inlines: line.map((span) => runOf(span, isSmall ? { size: 'Small', isSubtle: true } : {})),
      }),
    ),
  );

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** At most so many bytes in JSON, less when in doubt; never half a character. */
const cutToBytes = (text: string, bytesMax: number): string => {
  let longest = text.length;
  while (longest > 0 && bytesOf(cut(text, longest)) > bytesMax) longest = Math.floor(longest * 0.8);
  return longest === 0 ? '…' : cut(text, longest);
};

const note: Block = {
  type: 'RichTextBlock',
  spacing: 'Small',
  inlines: [{ type: 'TextRun', text: 'shortened to the Teams size limit', size: 'Small', isSubtle: true }],
};

/** As many blocks as there is room for; the first one without room is cut, and the card says so. */
const fitting = (blocks: readonly Block[], bytesMax: number): Block[] => {
  const kept: Block[] = [];
  let left = bytesMax - bytesOf(note) - 1;
  for (const block of blocks) {
    const bytes = bytesOf(block) + 1;
    if (bytes > left) {
      const room = left - 200;
      if (room > 100)
        kept.push({
          ...block,
          inlines: [{ type: 'TextRun', text: cutToBytes(block.inlines.map(({ text }) => text).join(''), room) }],
        });
      return [...kept, note];
    }
    kept.push(block);
    left -= bytes;
  }
  return kept;
};

/** `isPlain`: the first line alone and what follows as one text, for a Teams that refuses the layout. */
export const cardOf = (message: SlackMessage, isPlain: boolean) => {
  const content = contentOf(message);
  const summary = disarmed(oneLine(textOf(content.title), titleMax));
  const title: Block = {
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: summary, size: 'Medium', weight: 'Bolder', color: colorOf[content.tone] }],
  };
  const wrap = (body: readonly Block[]) => ({
    type: 'message',
    summary,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [title, ...body],
        },
      },
    ],
  });
  const all = isPlain
    ? blocksOf(content).map(
        ({ type, inlines }): Block => ({
          type,
          inlines: [{ type: 'TextRun', text: inlines.map(({ text }) => text).join('') }],
        }),
      )
    : blocksOf(content);
  return wrap(fitting(all, cardBytesMax - bytesOf(wrap([]))));
};
