// The little Markdown that generated pages are made of.

/** A cell must not end its row. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A blank line ends it, whatever follows. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(head),
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map(row),
  '',
];

export const code = (text: string): string => `\`${text}\``;

/** A paragraph and the blank line behind it. */
export const paragraph = (...lines: readonly string[]): string[] => [...lines, ''];
