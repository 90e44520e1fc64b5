// The prose in a TypeScript source: comments, and strings of several words. Such a string reaches a person, as a message, a help
// text or a report; names, paths and patterns have no spaces between words. Pure.
import { parseSync, Visitor } from 'rolldown/utils';

export type Prose = { readonly line: number; readonly text: string };

/** At least three words in a row: shorter strings are names, units or parts of a key. */
const isProse = (text: string): boolean => /[\p{L}]+,? [\p{L}'’]+,? [\p{L}'’]+/u.test(text);

const lineOf = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;

/** Comment lines that follow each other are one text. */
const withoutMarkers = (comment: string): string => comment.replaceAll(/^\s*\*+ ?/gm, '').trim();

type Piece = { readonly start: number; readonly end: number; readonly text: string };

/** Line comments on neighbouring lines are one comment: a sentence may continue on the next line. */
const joined = (source: string, pieces: readonly Piece[]): Piece[] =>
  pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1);
    const between = last ? source.slice(last.end, piece.start) : undefined;
    if (!last || between === undefined || !/^\n[ \t]*$/.test(between)) return [...all, piece];
    return [...all.slice(0, -1), { start: last.start, end: piece.end, text: `${last.text}\n${piece.text}` }];
  }, []);

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

export const proseIn = (file: string, source: string): Prose[] => {
  const { program, comments } = parseSync(file, source);
  const remarks = comments.map(({ start, end, value }) => ({ start, end, text: withoutMarkers(value) }));
  return [...joined(source, remarks), ...stringsIn(program)]
    .filter(({ text }) => isProse(text))
    .map(({ start, text }) => ({ line: lineOf(source, start), text }));
};
