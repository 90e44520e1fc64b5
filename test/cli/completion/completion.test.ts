// What a shell offers while somebody types.
import { execFileSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { curfewHere } from '#test/cli/in-process.ts';
import { commandFile } from '#test/cli/run-curfew.ts';

/** What the library prints, which prints by the console. */
const printed = async (...args: string[]): Promise<string> => {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  const { stdout } = await curfewHere(args);
  log.mockRestore();
  return [stdout, ...lines].join('\n').trim();
};

const offered = async (...typed: string[]): Promise<string[]> => {
  const lines = await printed('complete', '--', ...typed);
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0] ?? '');
};

describe('completion', () => {
  it('completion offers commands by their beginning', async () => {
    expect(await offered('st')).toEqual(expect.arrayContaining(['start', 'stop', 'status']));
  });

  it('completion offers the environments for every definition argument', async () => {
    for (const command of ['status', 'start', 'hold', 'runs', 'rehearse', 'validate'])
      expect(await offered(command, '')).toEqual(['prod', 'staging', 'staging2']);
  });

  it('completion offers choices of arguments, and options', async () => {
    expect(await offered('plan', 'staging', '')).toEqual(['start', 'stop']);
    expect(await offered('start', 'staging', '--su')).toEqual(['--supersede']);
  });

  it('completion prints a script that bash accepts', async () => {
    const stdout = await printed('complete', 'bash');

    expect(() => execFileSync('bash', ['-n'], { input: stdout })).not.toThrow();
    expect(stdout).toContain('complete');
  });

  it('completion works in a bash that has nothing of its own for it', () => {
    const typed = ['curfew plan st', 'curfew plan staging st', 'curfew hol'];
    const script = `
      shopt -s expand_aliases
      curfew() { "${process.execPath}" "${commandFile}" "$@"; }
      source <(curfew complete bash)
      for line in ${typed.map((line) => `"${line}"`).join(' ')}; do
        COMP_WORDS=($line); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); COMPREPLY=()
        __curfew_complete; echo "\${COMPREPLY[*]}"
      done`;

    expect(execFileSync('bash', ['--norc'], { input: script, encoding: 'utf8' }).trim().split('\n')).toEqual([
      'staging staging2',
      'start stop',
      'hold',
    ]);
  });

  it.each(['zsh', 'fish'])('completion prints a script for %s', async (shell) => {
    expect(await printed('complete', shell)).toContain('curfew');
  });
});
