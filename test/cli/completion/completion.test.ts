// What a shell offers while somebody types.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandFile, runCurfew } from '#test/cli/run-curfew.ts';

const offered = async (...typed: string[]): Promise<string[]> => {
  const { stdout } = await runCurfew(['complete', '--', ...typed]);
  return stdout
    .trim()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0] ?? '');
};

describe('completion', () => {
  it.concurrent('offers commands by their beginning', async () => {
    expect(await offered('st')).toEqual(expect.arrayContaining(['start', 'stop', 'status']));
  });

  it.concurrent('offers the environments wherever a definition is wanted', async () => {
    for (const command of ['status', 'start', 'hold', 'runs', 'rehearse', 'validate'])
      expect(await offered(command, '')).toEqual(['prod', 'staging', 'staging2']);
  });

  it.concurrent('offers choices of arguments, and options', async () => {
    expect(await offered('plan', 'staging', '')).toEqual(['start', 'stop']);
    expect(await offered('start', 'staging', '--su')).toEqual(['--supersede']);
  });

  it('prints a script that bash accepts', async () => {
    const { stdout } = await runCurfew(['complete', 'bash']);

    expect(() => execFileSync('bash', ['-n'], { input: stdout })).not.toThrow();
    expect(stdout).toContain('complete');
  });

  it('completes in a bash that has nothing of its own for it', () => {
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

  it.each(['zsh', 'fish'])('prints a script for %s', async (shell) => {
    const { code, stdout } = await runCurfew(['complete', shell]);

    expect(code).toBe(0);
    expect(stdout).toContain('curfew');
  });
});
