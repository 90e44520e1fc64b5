import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportLines } from '../../../cli/cleanup/report-lines.ts';
import { complain, print } from '../../../cli/terminal/output.ts';
import { cleanupQuestion } from '../../../cli/terminal/question.ts';
import { table } from '../../../cli/terminal/table.ts';
import { visible } from '../../../cli/terminal/visible.ts';

const esc = String.fromCharCode(27);

/** What terminals obey, or what makes a reader see something else than is there. */
const hostileParts = [
  `${esc}[2J`,
  `${esc}[1A${esc}[2K`,
  `${esc}]0;title\u0007`,
  `${esc}]8;;https://example.com\u0007link${esc}]8;;\u0007`,
  `${esc}]52;c;cm0gLXJm\u0007`,
  `${esc}[8m`,
  `${esc}[38;5;0m`,
  `${esc}c`,
  `${esc}P1$r${esc}\\`,
  '\u009b2J',
  '\u009d0;x\u009c',
  '\r',
  '\n',
  '\b\b\b\b',
  '\u007f',
  '\u0000',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u{e0041}',
  '\ud800',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...hostileParts), fc.string({ unit: 'binary', maxLength: 8 }), fc.string()), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('text from outside on a terminal', () => {
  let written: string[];

  beforeEach(() => {
    written = [];
    const keep = (chunk: unknown): boolean => {
      written.push(String(chunk));
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  });

  afterEach(() => vi.restoreAllMocks());

  it('of 1,000 hostile strings none is printed on a terminal with a character that it obeys', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        written.length = 0;

        print(`group ${text} loses records`);
        complain(`refused: ${text}`);

        const [out = '', err = ''] = written;
        expect(out.endsWith('\n')).toBe(true);
        expect(out.slice(0, -1)).not.toMatch(obeyed);
        expect(err.replaceAll('\n', '')).not.toMatch(obeyed);
      }),
      { numRuns: 1_000 },
    );
  });

  it('of 1,000 hostile names of topics none adds a line to the question before a cleanup, or hides one', () => {
    fc.assert(
      fc.property(hostile, (topic) => {
        const planned = [{ topic, action: 'truncate', matchedBy: topic, records: 1 }] as never;

        const question = cleanupQuestion({
          mode: 'execute',
          where: 'at b:9092',
          planHash: 'x',
          planned,
          bounds: undefined,
        });

        expect(question?.split('\n')).toHaveLength(3);
        expect(question?.replaceAll('\n', '')).not.toMatch(obeyed);
      }),
      { numRuns: 1_000 },
    );
  });

  it('text from outside on a terminal lines up in a table although what is hidden becomes visible', () => {
    const rows = table({
      columns: [{}, {}],
      rows: [
        [`a${esc}[2J`, 'first'],
        ['orders', 'second'],
      ],
    });

    expect(rows).toEqual(['  a\\u001b[2J  first', '  orders      second']);
  });

  it('text from outside on a terminal shows the group of consumers that would rewrite the screen before an execute', () => {
    const report = {
      ...{ mode: 'plan', outcome: 'planned', cluster: 'c', run: 'r', planHash: 'none', seconds: 1 },
      ...{ refusals: [], denied: [], warnings: [], untouched: { changed: [] } },
      topics: [
        {
          ...{ topic: 'orders', action: 'truncate', records: 1, bytes: 1, leastBytes: 1, mostBytes: 1, reason: '' },
          groups: [{ group: `x${esc}[1A${esc}[2K`, state: 'Empty', records: 5 }],
          ...{ drift: [], notes: [] },
        },
      ],
      totals: { topics: 1, records: 1, bytes: 1, leastBytes: 1, mostBytes: 1 },
    } as never;

    for (const line of reportLines(report, '--bootstrap b:9092')) print(line);

    expect(written.join('')).toContain('x\\u001b[1A\\u001b[2K (Empty)');
    expect(written.join('')).not.toContain(esc);
  });

  it('text from outside on a terminal keeps JSON the same JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        written.length = 0;

        print(JSON.stringify({ text }));

        expect(JSON.parse(written[0] ?? '')).toEqual({ text });
      }),
    );
  });
});

describe('our own styles', () => {
  const green = `${esc}[32m✓${esc}[39m done`;

  it('our own styles stay where the terminal shows styles', () => {
    expect(visible(green, true)).toBe(green);
  });

  it('our own styles are made visible where nothing writes any, so that none comes from outside', () => {
    expect(visible(green, false)).not.toContain(esc);
  });

  it.each(['5', '7', '8', '30', '38;5;0', '47', '1;31'])(
    'our own styles are not the style %s, which Curfew never writes',
    (code) => {
      expect(visible(`${esc}[${code}m`, true)).toBe(`\\u001b[${code}m`);
    },
  );
});
