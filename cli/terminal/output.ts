// Writing to people: colours where the stream shows them, lines that fit the terminal, complaints on stderr. Everything that
// reaches a terminal goes through `shown`, here or in `live-output.ts`.
import { styleText } from 'node:util';
import { withCommandName } from './command-name.ts';
import { wrappedLine } from './text-width.ts';
import { visible } from './visible.ts';

type Style = Parameters<typeof styleText>[0];

/** Colour on a terminal that wants it; `NO_COLOR` and pipes get plain text. */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

const hasStyles = (): boolean => styled('bold', 'x') !== 'x';

/** One line as it may be shown. */
export const shown = (line: string): string => visible(line, hasStyles());

/** The columns of a terminal; a pipe has no width, and a line stays a line. */
const widthOf = ({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): number | undefined =>
  isTTY && columns > 0 ? columns : undefined;

export const terminalWidth = (): number | undefined => widthOf(process.stdout);

/** Whether the terminal can draw again what it shows already. */
export const canRedraw = (): boolean => process.stdout.isTTY && process.env.TERM !== 'dumb';

const fitted = (line: string, stream: NodeJS.WriteStream): string[] =>
  wrappedLine(withCommandName(shown(line)), widthOf(stream) ?? Number.POSITIVE_INFINITY);

/** Lines as they may be shown, for texts of our own that have several. */
export const shownLines = (text: string): string =>
  text
    .split('\n')
    .flatMap((line) => fitted(line, process.stderr))
    .join('\n');

/** Prints one line; on a terminal what does not fit continues below, between words. */
export const print = (line = ''): void => void process.stdout.write(`${fitted(line, process.stdout).join('\n')}\n`);

export const printLines = (lines: readonly string[]): void => {
  for (const line of lines) print(line);
};

/** Prints a value for programs: one line, however wide the terminal is. */
export const printJson = (value: unknown): void => printJsonText(JSON.stringify(value));

export const printJsonText = (json: string): void => void process.stdout.write(`${shown(json)}\n`);

/** Prints what only a program reads, byte for byte. */
export const printRaw = (text: string): void => void process.stdout.write(text);

/** Prints somebody's file: byte for byte to a pipe; a terminal gets each line as it may be shown, not wrapped. */
export const printFile = (text: string): void =>
  printRaw(process.stdout.isTTY ? text.split('\n').map(shown).join('\n') : text);

/** Prints a text of several lines that is our own. */
export const printText = (text: string): void =>
  void process.stdout.write(
    text
      .split('\n')
      .flatMap((line) => fitted(line, process.stdout))
      .join('\n'),
  );

/** Texts of our own on stderr, as they are. */
export const complainText = (text: string): void => void process.stderr.write(shownLines(text));

export const complain = (text: string): void => complainText(`${text}\n`);

/** The exit code by which shells know a command that Ctrl-C ended. */
export const leftCode = 130;

/** `5 min 12 s`, `1 h 4 min`, `48 s`. */
export const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
};
