// docs/internals/requirements.md: each sentence has a verdict, and each verdict evidence that exists, or a reason.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync('docs/internals/requirements.md', 'utf8');

const rows = [...text.matchAll(/^- \*\*(\w+)\*\*: (.*)\n((?: {2}- .*\n)*)/gm)].map(
  ([, verdict = '', asked = '', below = '']) => {
    const lines = below.split('\n').map((line) => line.replace(/^ {2}- /, ''));
    const evidence = lines.find((line) => line.startsWith('Evidence: ')) ?? '';
    const reason = lines.find((line) => line !== '' && !line.startsWith('Evidence: ')) ?? '';
    return { asked, verdict, evidence, reason };
  },
);

/** `` `file` `` or `` `file` › `text in it` `` */
const evidenceIn = (cell: string) =>
  [...cell.matchAll(/`([^`]+)`(?: › `([^`]+)`)?/g)].map(([, file = '', says]) => ({ file, says }));

it('covers the five pages with all their sentences', () => {
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
    'System overview',
    'Data and streaming',
    'MSK Serverless',
    'Metadata platform',
    'CDC pipeline',
  ]);
  expect(rows.length).toBeGreaterThan(200);
});

describe.each(rows)('$asked', ({ verdict, evidence, reason }) => {
  it(`is ${verdict}, and shows it`, () => {
    expect(['met', 'differently', 'not']).toContain(verdict);
    if (verdict !== 'met') expect(reason).not.toBe('');
    if (verdict !== 'not') expect(evidenceIn(evidence).length).toBeGreaterThan(0);
    for (const { file, says } of evidenceIn(evidence)) {
      expect([file, existsSync(file)]).toEqual([file, true]);
      if (says) expect([file, says, readFileSync(file, 'utf8').includes(says)]).toEqual([file, says, true]);
    }
  });
});

it('counts its verdicts right', () => {
  const of = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;

  expect(text).toContain(`${of('met')} are met, ${of('differently')} met differently, ${of('not')} not.`);
});
