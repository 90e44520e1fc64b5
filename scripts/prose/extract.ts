// The prose in a TypeScript source: strings of several words, and comments. Such a string reaches a person, as a message, a help
// text or a report; names, paths and patterns have no spaces between words. Pure.
import { parseSync, Visitor } from 'rolldown/utils';

export type Prose = { readonly line: number; readonly text: string };

/** At least three words in a row, and no rule of a style sheet: shorter strings are names, units or parts of a key. */
const isProse = (text: string): boolean =>
  /[\p{L}]+,? [\p{L}'’]+,? [\p{L}'’]+/u.test(text) && !/\{[^{}]*:[^{}]*;[^{}]*\}/.test(text);

const lineOf = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;

/** The stars of a block comment are not part of the text. */
const withoutMarkers = (comment: string): string => comment.replaceAll(/^\s*\*+ ?/gm, '').trim();

type Piece = { readonly start: number; readonly end: number; readonly text: string };

/** Line comments on neighbouring lines are one comment: a sentence may continue on the next line. */
const joined = (source: string, pieces: readonly Piece[]): Piece[] => {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last && /^\n[ \t]*$/.test(source.slice(last.end, piece.start)))
      all.splice(-1, 1, { start: last.start, end: piece.end, text: `${last.text}\n${piece.text}` });
    else all.push(piece);
  }
  return all;
};

const stringsIn = (program: Parameters<Visitor['visit']>[0]): Piece[] => {
  const found: Piece[] = [];
  new Visitor({
    Literal: ({ value, start, end }) => {
      if (typeof value === 'string') found.push({ start, end, text: value });
    },
    // What is put in at run time may be any word.
    TemplateLiteral: ({ quasis, start, end }) => {
      found.push({ start, end, text: quasis.map(({ value }) => value.cooked ?? value.raw).join('…') });
    },
  }).visit(program);
  return found;
};

const asProse = (source: string, pieces: readonly Piece[]): Prose[] =>
  pieces.filter(({ text }) => isProse(text)).map(({ start, text }) => ({ line: lineOf(source, start), text }));

export const stringsOf = (file: string, source: string): Prose[] =>
  asProse(source, stringsIn(parseSync(file, source).program));

export const commentsOf = (file: string, source: string): Prose[] => {
  const { comments } = parseSync(file, source);
  const remarks = comments.map(({ start, end, value }) => ({ start, end, text: withoutMarkers(value) }));
  return asProse(source, joined(source, remarks));
};
