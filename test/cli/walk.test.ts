// The walk of a person who has just cloned the project: from the first command to a rehearsed night of their own environment of ten
// resources, one command after the other, without an account.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitionOfSize } from './at-width.ts';
import { curfewHere } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-walk-'));
const own = join(folder, 'mine.yaml');
const night = join(folder, 'night.html');
writeFileSync(own, definitionOfSize(10));

const steps: readonly (readonly [args: readonly string[], shows: RegExp])[] = [
  [['--help'], /Commands:[\s\S]*rehearse/],
  [['rehearse', 'test/fixtures/environments/staging.yaml'], /start Tue 17 Nov 08:00: done/],
  [['validate', own], /✓ acme: 10 resources in \d stages/],
  [['plan', own, 'stop', '--rehearsal'], /\[rehearsal\] stop acme: 10 resources .*\n[\s\S]*9 to stop, 1 unchanged/],
  [['rehearse', own, '--html', night], /start Tue 17 Nov 08:00: done[\s\S]*Page written: /],
  [['status', own, '--rehearsal'], /10 of 10 resources as desired/],
  [
    ['stop', own, '--rehearsal', '--follow', '--why', 'trying it out'],
    /done, 9 of 10 resources changed, all as planned/,
  ],
  [['rehearse', own, '--nights', '2'], /2 nights in .*: 0 violations/],
];

describe('the walk from a clone to a rehearsed night of ten own resources', () => {
  it.each(steps)('each step of the walk succeeds, and shows what it is for: curfew %s', async (args, shows) => {
    const { code, stdout, stderr } = await curfewHere(args);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(shows);
  });

  it('the walk leaves a page of the night', () => {
    expect(existsSync(night)).toBe(true);
    expect(readFileSync(night, 'utf8')).toContain('SIMULATED');
  });

  it('the walk names commands that work where it is read', async () => {
    const { stdout } = await curfewHere(['init', 'mine', '--rehearsal', '--output', join(folder, 'init.yaml')]);

    expect(stdout).toMatch(/^ {2}npx curfew validate /m);
    expect(stdout).toMatch(/^ {2}npx curfew plan \S+ stop --rehearsal$/m);
    expect(readFileSync(join(folder, 'init.yaml'), 'utf8')).toContain(
      'the simulated AWS: an example, not your account',
    );
  });
});
