// The one table: at any width every outcome is there, every word is whole, and nothing is wider than the terminal that need not be.
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from '../../../cli/terminal/table.ts';
import { visibleWidth } from '../../../cli/terminal/text-width.ts';

const columns = [
  { head: 'resource' },
  { head: 'outcome' },
  { head: 'took', canGo: 1 },
  { head: 'reason', isText: true },
] as const;

const name = 'orders-db-00-the-quite-long-name-of-a-pa';
const rows = [
  ['web', 'done', '48 s', 'steady with 3 tasks'],
  [name, 'failed', '14 min 38 s', 'the database did not become available in 60 minutes'],
];

describe('a table', () => {
  it('a table has a line per row where there is no terminal', () => {
    expect(table({ columns, rows })).toEqual([
      `  resource${' '.repeat(32)}  outcome  took         reason`,
      `  web${' '.repeat(37)}  done     48 s         steady with 3 tasks`,
      `  ${name}  failed   14 min 38 s  the database did not become available in 60 minutes`,
    ]);
  });

  it('a table puts the explanation below the row before it leaves out a column', () => {
    expect(table({ columns, rows, width: 80 })).toEqual([
      `  resource${' '.repeat(32)}  outcome  took`,
      `  web${' '.repeat(37)}  done     48 s`,
      '      steady with 3 tasks',
      `  ${name}  failed   14 min 38 s`,
      '      the database did not become available in 60 minutes',
    ]);
  });

  it('a table leaves out what can go before the name stands alone, and never the outcome', () => {
    expect(table({ columns, rows, width: 52 })).toContain(`  ${name}  failed`);
    expect(table({ columns, rows, width: 30 }).slice(-4)).toEqual(
      [`  ${name}`, '      failed  14 min 38 s', '      the database did not', '      become available in 60']
        .concat('      minutes')
        .slice(-4),
    );
  });

  it('a table wraps the explanation beside the row where there is room', () => {
    expect(
      table({ columns, rows: [['web', 'failed', '1 s', 'a b c d e f g h i j k l m n o p q r s t']], width: 55 }),
    ).toEqual([
      '  resource  outcome  took  reason',
      '  web       failed   1 s   a b c d e f g h i j k l m n',
      '                           o p q r s t',
    ]);
  });

  it('a table is empty where there is nothing to show', () => {
    expect(table({ columns, rows: [] })).toEqual([]);
  });

  const word = fc.constantFrom(
    'done',
    'refused',
    'svc',
    'a-name-of-40-characters-that-is-too-long',
    '\u001b[31mred\u001b[39m',
    '한국',
    'x',
  );
  const cell = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('-'));
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));

  it('a table loses no word and breaks none, at any width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, text), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 20, max: 160 }),
        (given, width) => {
          const lines = table({ columns: [{}, {}, { isText: true }], rows: given, width }).map(
            stripVTControlCharacters,
          );
          const words = (line: string): string[] =>
            line
              .trim()
              .split(/\s+/)
              .filter((one) => one !== '');

          expect(lines.flatMap(words).toSorted()).toEqual(
            given
              .flat()
              .flatMap((one) => words(stripVTControlCharacters(one)))
              .toSorted(),
          );
          const longest =
            Math.max(
              ...given
                .flat()
                .flatMap((one) => one.split(' '))
                .map(visibleWidth),
            ) + 6;
          for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(Math.max(width, longest));
        },
      ),
    );
  });
});
