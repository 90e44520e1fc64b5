// Text as wide as a terminal shows it: styles take no room, pictures take two columns.
import { stripVTControlCharacters } from 'node:util';
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Styles, and characters that each take one column alone. Measuring any other loads what Node knows of all scripts: 30 ms. */
const ownStyles = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
const narrow =
  /^[\u0020-\u007e\u00b7\u00c0-\u024f\u2010-\u2015\u2018-\u201f\u2026\u2190-\u2193\u2264\u2265\u2500-\u257f\u25cf\u26a0\u2713\u2717]*$/;

export const visibleWidth = (text: string): number => {
  const plain = text.replace(ownStyles, '');
  return narrow.test(plain) ? plain.length : stringWidth(text);
};

export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - visibleWidth(text)));

/** The beginning that fits, with an ellipsis where something is left out. */
export const clipped = (text: string, width: number): string => {
  if (visibleWidth(text) <= width) return text;
  // A picture that would be cut in two is left out.
  for (let room = width - 1; room >= 0; room--) {
    const kept = sliceAnsi(text, 0, room);
    if (visibleWidth(kept) < width) return `${kept}…`;
  }
  return '';
};

/** Words in lines of a width at most; a longer word, such as a path or a command, stays whole. */
export const wrapped = (text: string, width: number, indent = ''): string[] => {
  if (!Number.isFinite(width) || visibleWidth(indent) + visibleWidth(text) <= width) return [`${indent}${text}`];
  const room = Math.max(1, width - visibleWidth(indent));
  return wrapAnsi(text, room, { hard: false })
    .split('\n')
    .map((line) => `${indent}${line}`);
};

/** How far the first word stands from the margin. */
const marginOf = (line: string): string => /^ */.exec(stripVTControlCharacters(line))?.[0] ?? '';

/** A whole line; what does not fit continues below it, two columns further in. */
export const wrappedLine = (line: string, width: number): string[] => {
  if (!Number.isFinite(width) || visibleWidth(line) <= width) return [line];
  const margin = marginOf(line);
  const room = Math.max(1, width - margin.length);
  const [first = '', ...more] = wrapAnsi(line.trimStart(), room, { hard: false }).split('\n');
  return [`${margin}${first}`, ...(more.length > 0 ? wrapped(more.join(' ').trim(), width, `${margin}  `) : [])];
};
