// The prose linter: `npm run prose`, a part of `npm test`. Each banned phrase is found, and plain sentences pass.
import { describe, expect, it } from 'vitest';
import { commentsOf, stringsOf } from '../scripts/prose/extract.ts';
import { lintMarkdown, lintText } from '../scripts/prose/lint.ts';
import { phrases } from '../scripts/prose/phrases.ts';

const messagesOf = (text: string): string[] => lintText(text).map(({ message }) => message);

describe('a banned phrase', () => {
  it.each(phrases.map(({ example, pattern }): [string, RegExp] => [example, pattern]))(
    'a banned phrase is found, whatever its case and line breaks: %s',
    (example, pattern) => {
      const [found = ''] = pattern.exec(example) ?? [];

      for (const text of [example, example.replaceAll(' ', '\n'), `First a plain sentence. ${example}`])
        expect(messagesOf(text).join('\n').toLowerCase()).toContain(`"${found.toLowerCase()}"`);
    },
  );
});

describe('a sentence that people complained about', () => {
  it.each([
    ['go on without asking; asked is nobody but a person at a terminal', 'skip the confirmation prompt'],
    ['You have left; the run goes on in …', 'Stopped watching. The run continues in …'],
    [
      'No run: nothing was asked for, or nothing got through',
      'No runs: the schedule is disabled (`schedule.enabled: false`).',
    ],
    [
      'nothing has said yet what it should be: no slot, no person, no override',
      'No desired state yet: never started, stopped or held.',
    ],
    ['stop of staging is asked for in …', 'Stop of staging requested in …'],
    ['why, for whoever wonders', 'Reason, shown in status and Slack'],
    ['only what is called like this', 'Only resources whose name starts with PREFIX'],
    ['1 left as they are', '1 unchanged'],
    ['what is wanted and what is there', 'Desired and actual state'],
    [
      'asks before it takes something away from people that cannot simply be given back',
      'Asks before disruptive actions',
    ],
    ['There, and only there, is said that Slack takes nothing', 'Slack delivery failures are reported only here'],
    ['Decided for life', 'Immutable choices'],
    ['What is foreign', 'Untrusted input'],
    ['What is due', 'Desired state'],
    ['Who is to be woken', 'On-call'],
    ['A person has to mend it', 'fix'],
  ])('a sentence that people complained about is found, and its replacement is not: %s', (now, better) => {
    expect(messagesOf(now)).not.toEqual([]);
    expect(messagesOf(better)).toEqual([]);
  });
});

describe('a page', () => {
  it('a page is checked in headings, lists, tables and links, with the line of each problem', () => {
    const page = '# What is due\n\nPlain.\n\n- mend it\n\n| a | b |\n|---|---|\n| c | of ours |\n\n[whoever](x.md)\n';

    expect(lintMarkdown(page).map(({ line }) => line)).toEqual([1, 5, 9, 11]);
  });

  it('a page is not checked in its code', () => {
    expect(lintMarkdown('Run `mend whoever` first.\n\n```sh\nmend whoever\n```\n')).toEqual([]);
  });

  it('a page is checked for repeated words and wrong articles', () => {
    expect(lintMarkdown('This is is wrong. It needs a hour.\n').map(({ line }) => line)).toEqual([1, 1]);
  });
});

describe('the prose of a source', () => {
  const source = [
    "const a = 'a name'; // Comments on two lines",
    '// are one text.',
    "const b = 'mend it by hand';",
    `const c = \`\${a} goes on with \${b} as before\`;`,
    "const d = 'rds:StopDBInstance';",
    '/** A block comment',
    ' * is prose too. */',
    'const e = 1;',
  ].join('\n');

  it('the prose of a source is its strings of several words', () => {
    expect(stringsOf('a.ts', `${source}\nconst f = 'a { margin: auto auto; }';`)).toEqual([
      { line: 3, text: 'mend it by hand' },
      { line: 4, text: '… goes on with … as before' },
    ]);
  });

  it('the prose of a source has comments, and those on neighbouring lines are one', () => {
    expect(commentsOf('a.ts', source)).toEqual([
      { line: 1, text: 'Comments on two lines\nare one text.' },
      { line: 6, text: 'A block comment\nis prose too.' },
    ]);
  });
});
