// Text as wide as a terminal shows it: styles take no room, pictures take two columns.
import { stripVTControlCharacters } from 'node:util';

const styleStart = String.fromCharCode(27);
const reset = `${styleStart}[0m`;
// A style, or whatever is one character to people, with the marks that belong to it.
const piece = new RegExp(`${styleStart}\\[[\\d;]*m|\\p{Extended_Pictographic}\\ufe0f?|[^]\\p{M}*`, 'gu');

const isStyle = (text: string): boolean => text.startsWith(styleStart);

/** Pictures with the mark that asks for one, or without where they are always shown as such; and East Asian scripts. */
const wide = /\ufe0f|[\u{1f000}-\u{1faff}⏰⏸⛔⚡❌ᄀ-ᅟ⺀-꓏가-힣豈-﫿＀-｠]/u;

const widthOf = (text: string): number => {
  if (isStyle(text)) return 0;
  return wide.test(text) ? 2 : 1;
};

const pieces = (text: string): string[] => text.match(piece) ?? [];

export const visibleWidth = (text: string): number => pieces(text).reduce((sum, one) => sum + widthOf(one), 0);

export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - visibleWidth(text)));

/** The beginning that fits, with an ellipsis where something is left out. Styles end where the text is cut. */
export const clipped = (text: string, width: number): string => {
  if (visibleWidth(text) <= width) return text;
  let room = Math.max(0, width - 1);
  let kept = '';
  for (const one of pieces(text)) {
    room -= widthOf(one);
    if (room < 0) break;
    kept += one;
  }
  const isStyled = kept !== stripVTControlCharacters(kept);
  return width < 1 ? '' : `${kept}…${isStyled ? reset : ''}`;
};

/** Words in lines of a width at most; a longer word stays whole. */
export const wrapped = (words: readonly string[], width: number, indent: string): string[] => {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && visibleWidth(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
};
