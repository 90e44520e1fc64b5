// Help as wide as the terminal: paragraphs wrap to its width, lists and examples keep their lines. Pure.
import { visibleWidth, wrapped } from './text-width.ts';

/** A longer line is hard to read, however wide the terminal is. */
const widest = 100;

/** `  command     what it does`: what it does continues below itself. */
const hanging = (line: string, room: number): string[] => {
  const [, name = '', text = ''] = /^( *\S.*?\S {3,})(\S.*)$/.exec(line) ?? [];
  if (name === '' || visibleWidth(line) <= room || room - name.length < 20) return [line];
  const [first = '', ...more] = wrapped(text, room - name.length);
  return [`${name}${first}`, ...more.map((rest) => `${' '.repeat(name.length)}${rest}`)];
};

const isProse = (line: string): boolean => /^\S/.test(line);

export const reflowed = (text: string, width: number): string => {
  const room = Math.min(width, widest);
  const blocks: string[][] = [];
  for (const line of text.split('\n')) {
    const last = blocks.at(-1);
    if (isProse(line) && last?.[0] !== undefined && isProse(last[0])) last.push(line);
    else blocks.push([line]);
  }
  return blocks
    .flatMap((lines) =>
      lines[0] !== undefined && isProse(lines[0])
        ? wrapped(lines.join(' '), room)
        : lines.flatMap((line) => hanging(line, room)),
    )
    .join('\n');
};
