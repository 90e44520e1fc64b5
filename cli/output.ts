// Writing to people: colours where the stream shows them, tables that line up, complaints on stderr.
import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colour on a terminal that wants it; `NO_COLOR` and pipes get plain text. */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

export const print = (text = ''): void => void process.stdout.write(`${text}\n`);

export const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const width = (text: string): number => stripVTControlCharacters(text).length;

/** Columns of equal width; the last one is as long as it is. */
export const table = (rows: readonly (readonly string[])[], indent = '  '): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  return rows.map((row) =>
    `${indent}${row.map((cell, column) => (column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - width(cell)))).join('  ')}`.trimEnd(),
  );
};

/** `5 min 12 s`, `1 h 4 min`, `48 s`. */
export const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
};
