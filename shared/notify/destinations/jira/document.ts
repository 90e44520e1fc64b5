// A message as a document of Atlassian: a tree in which text is text. Pure.
import { createHash } from 'node:crypto';
import { type Content, contentOf, cut, oneLine, type Span, textOf } from '../content.ts';
import type { Outgoing } from '../destination.ts';

/** Jira takes 255 characters of a summary and 32,767 of a description. */
const limits = { summaryMax: 255, textMax: 8_000 } as const;

type Node = {
  readonly type: string;
  readonly text?: string;
  readonly content?: readonly Node[];
  readonly marks?: readonly object[];
};
type Document = { readonly type: 'doc'; readonly version: 1; readonly content: readonly Node[] };

const marksOf = ({ isCode, url }: Span): object[] => [
  ...(isCode ? [{ type: 'code' }] : []),
  ...(url === undefined ? [] : [{ type: 'link', attrs: { href: url } }]),
];

const textNode = (span: Span): Node[] => {
  const text = cut(span.text, limits.textMax);
  const marks = marksOf(span);
  return text === '' ? [] : [{ type: 'text', text, ...(marks.length === 0 ? {} : { marks }) }];
};

/** Text in a document holds no line break. */
const inlineOf = (spans: readonly Span[]): Node[] =>
  spans.flatMap((span) =>
    span.text
      .split('\n')
      .flatMap((text, index) => [...(index > 0 ? [{ type: 'hardBreak' }] : []), ...textNode({ ...span, text })]),
  );

const paragraphs = ({ lines }: Content): Node[] =>
  lines.flatMap(({ spans }) => {
    const content = inlineOf(spans);
    return content.length === 0 ? [] : [{ type: 'paragraph', content }];
  });

const hashOf = (text: string): string => createHash('sha256').update(text.toWellFormed()).digest('hex').slice(0, 32);

/** By which an issue of this thing is found again. */
export const labelOf = ({ about }: Pick<Outgoing, 'about'>): string => `curfew-${hashOf(about)}`;

/** By which a comment is found again. */
export const referenceOf = ({ deliveryId }: Pick<Outgoing, 'deliveryId'>): string => `curfew ref ${hashOf(deliveryId)}`;

export const summaryOf = ({ message }: Pick<Outgoing, 'message'>): string =>
  oneLine(textOf(contentOf(message).title), limits.summaryMax);

const reference = (outgoing: Outgoing): Node => ({
  type: 'paragraph',
  content: [{ type: 'text', text: referenceOf(outgoing), marks: [{ type: 'code' }] }],
});

/** `withTitle`: a comment has no summary above it. */
export const documentOf = (outgoing: Outgoing, withTitle: boolean): Document => {
  const content = contentOf(outgoing.message);
  const title = withTitle ? [{ type: 'paragraph', content: inlineOf(content.title) }] : [];
  return { type: 'doc', version: 1, content: [...title, ...paragraphs(content), reference(outgoing)] };
};
