// Writing to people: colours where the stream shows them, tables that line up, complaints on stderr. Everything that reaches a
// terminal goes through `shown`, here or in `live-output.ts`.
import { styleText } from 'node:util';
import { padded, visibleWidth, wrapped } from './text-width.ts';
import { visible } from './visible.ts';

type Style = Parameters<typeof styleText>[0];

/** Colour on a terminal that wants it; `NO_COLOR` and pipes get plain text. */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

const hasStyles = (): boolean => styled('bold', 'x') !== 'x';

/** One line as it may be shown. */
export const shown = (line: string): string => visible(line, hasStyles());

/** Lines as they may be shown, for texts of our own that have several. */
export const shownLines = (text: string): string => text.split('\n').map(shown).join('\n');

/** Prints one line. */
export const print = (line = ''): void => void process.stdout.write(`${shown(line)}\n`);

/** Prints a text of several lines that is our own. */
export const printText = (text: string): void => void process.stdout.write(shownLines(text));

/** Texts of our own on stderr, as they are. */
export const complainText = (text: string): void => void process.stderr.write(shownLines(text));

export const complain = (text: string): void => complainText(`${text}\n`);

/** The exit code by which shells know a command that Ctrl-C ended. */
export const leftCode = 130;

const narrowest = 20;

/** Columns of equal width. The last one is as long as it is, or goes on below itself where a width is given. */
export const table = (
  given: readonly (readonly string[])[],
  indent = '  ',
  width = Number.POSITIVE_INFINITY,
): string[] => {
  // Before it is measured: what becomes visible takes room. Styles are judged where it is printed.
  const rows = given.map((row) => row.map((cell) => visible(cell, true)));
  const last = (rows[0]?.length ?? 1) - 1;
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => visibleWidth(row[column] ?? ''))));
  const start = indent.length + widths.slice(0, last).reduce((sum, one) => sum + one + 2, 0);
  const room = width - start < narrowest ? Number.POSITIVE_INFINITY : width;
  return rows.flatMap((row) => {
    const head = row.slice(0, last).map((cell, column) => `${padded(cell, widths[column] ?? 0)}  `);
    const [first = '', ...more] = wrapped((row[last] ?? '').split(' '), room, ' '.repeat(start));
    return [`${indent}${head.join('')}${first.slice(start)}`.trimEnd(), ...more];
  });
};

/** `5 min 12 s`, `1 h 4 min`, `48 s`. */
export const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
};
