import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textProblem } from '#core/free-text.ts';
import { curfewHere } from '../in-process.ts';

const hold = ['hold', 'staging', '--rehearsal', '--up-until', '2026-11-17T02:00-03:00'];

describe('free text on the command line', () => {
  it.each([
    ['hold --why with an escape sequence', [...hold, '--why', 'ok\u001b[2J']],
    ['hold --why of 501 characters', [...hold, '--why', 'x'.repeat(501)]],
    ['hold --by with a line break', [...hold, '--why', 'load', '--by', 'ana\nroot']],
    ['stop --why with a bell', ['stop', 'staging', '--rehearsal', '--why', 'ok\u0007']],
    ['start --by of 129 characters', ['start', 'staging', '--rehearsal', '--why', 'ok', '--by', 'x'.repeat(129)]],
    [
      'deploy-guard --by with an escape sequence',
      ['deploy-guard', 'staging', '--stacks', 'data', '--check', '--by', '\u001bc'],
    ],
    ['cleanup --by with an escape sequence', ['cleanup', 'plan', '--cluster', 'staging', '--by', '\u001bc']],
    ['cleanup --run with an escape sequence', ['cleanup', 'resume', '--cluster', 'staging', '--run', '\u001bc']],
  ])('%s is wrong usage, and is not written to the terminal as it is', async (_what, args) => {
    const { code, stderr } = await curfewHere(args);

    expect(code).toBe(2);
    expect(stderr).toMatch(/It (is longer than \d+ characters|contains an invisible character)/);
    expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('free text on the command line is refused when it has a control character, at any position', () => {
    const control = fc.integer({ min: 0, max: 0x9f }).filter((code) => code < 0x20 || code >= 0x7f);
    fc.assert(
      fc.property(fc.string(), control, fc.string(), (before, code, after) => {
        expect(textProblem(before + String.fromCharCode(code) + after, 10_000)).toMatch(
          /contains an invisible character \(U\+00[0-9A-F]{2}\)/,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
