// Tables that fit a window: a row of the pages is at most 200 characters long, padding included.
import { expect, it } from 'vitest';
import { type Page, pages } from './pages.ts';

const longestRow = 200;

const wideRows = ({ file, text }: Page): string[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      /^\s*\|/.test(line) && line.length > longestRow ? [`${file}:${index + 1} has ${line.length}`] : [],
    );

it.each(pages)('$file has no table row of more than 200 characters', (page) => {
  expect(wideRows(page)).toEqual([]);
});

it('the width of table rows counts padding, and only rows of tables', () => {
  const wide = 'x'.repeat(longestRow);

  expect(
    wideRows({ file: 'a.md', text: `| ${wide} |\n\n${wide}${wide}\n  | b${' '.repeat(longestRow)}|\n| c |\n` }),
  ).toEqual(['a.md:1 has 204', `a.md:4 has ${longestRow + 6}`]);
});
