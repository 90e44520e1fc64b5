// The GitHub Action of this repository: right as GitHub reads it, and what it types is what the command knows.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub's expressions look like template strings.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { program, withAllBelow } from '../cli/curfew.ts';
import { workflowReader } from './support/workflow-faults.ts';

const text = readFileSync('action.yml', 'utf8');
const action = z
  .looseObject({
    inputs: z.record(z.string(), z.looseObject({ description: z.string() })),
    runs: z.looseObject({
      using: z.literal('composite'),
      steps: z.array(z.looseObject({ run: z.string().optional(), uses: z.string().optional() })),
    }),
  })
  .parse(parse(text));
const scripts = action.runs.steps.flatMap(({ run }) => run ?? []);

const faultsIn = await workflowReader('action.yml');

describe('the action', () => {
  it('the action is right as GitHub reads it, and would be found wrong with a slip in it', async () => {
    expect(await faultsIn(text)).toEqual([]);
    expect(await faultsIn(text.replace('using: composite', 'usin: composite'))).not.toEqual([]);
  });

  it('the action puts nothing that people typed into a shell script', () => {
    expect(scripts.join('\n')).not.toContain('${{');
  });

  it('the action names the actions that it uses by commit', () => {
    const used = action.runs.steps.flatMap(({ uses }) => uses ?? []);

    expect(used.length).toBeGreaterThan(0);
    for (const one of used) expect(one).toMatch(/@[0-9a-f]{40}$/);
  });
});

const commands = withAllBelow(program());

/** Each `curfew …` of the script, in words. */
const typed = [...scripts.join('\n').matchAll(/\) curfew (.+?) ;;/g)].map(([, line = '']) => line.split(' '));

describe('what the action types', () => {
  it('what the action types are the commands that its input names', () => {
    const named = [...(action.inputs.command?.description ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name);

    expect(typed.map(([name]) => name)).toEqual(named);
  });

  it.each(typed.map((words) => [words.join(' '), words] as const))(
    'what the action types is known to the command, with its options: curfew %s',
    (_line, [name = '', ...words]) => {
      const command = commands.find((one) => one.name() === name && one.parent?.name() === 'curfew');
      const long = words
        .filter((word) => word.startsWith('--') || word.startsWith('"--'))
        .flatMap((word) => (word.includes('$DIRECTION') ? ['--up', '--down'] : [word]));

      expect(command, name).toBeDefined();
      for (const option of long)
        expect(
          command?.options.map((one) => one.long),
          `${name} ${option}`,
        ).toContain(option);
    },
  );
});

/** The script of the step, as GitHub runs it, with a command in place of npx that notes what it is asked. */
const run = (inputs: Readonly<Record<string, string>>, code: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-action-'));
  const npx = join(folder, 'npx');
  writeFileSync(npx, `#!/bin/bash\nprintf '%s\\n' "$@" > "${folder}/asked"\nexit ${code}\n`);
  chmodSync(npx, 0o755);
  const env = {
    ...{ PATH: `${folder}:${process.env.PATH}`, RUNNER_TEMP: folder, GITHUB_OUTPUT: join(folder, 'output') },
    ...{ GITHUB_WORKFLOW: 'evening', GITHUB_RUN_ID: '7', VERSION: '1.0.0', WHY: '', FOR: '4h', DIRECTION: 'up' },
    ...inputs,
  };
  let ended = 0;
  try {
    execFileSync('bash', ['-c', scripts[0] ?? ''], { env, stdio: 'pipe' });
  } catch (error) {
    ended = (error as { readonly status: number }).status;
  }
  const asked = readFileSync(join(folder, 'asked'), 'utf8').trimEnd().split('\n');
  const output = readFileSync(join(folder, 'output'), 'utf8');
  rmSync(folder, { recursive: true });
  return { ended, asked: asked.slice(2), output };
};

describe('the script of the action', () => {
  it('the script of the action hands on what people typed as it is, and the code of the command', () => {
    const file = 'a; rm -rf $(echo ~).yaml';

    expect(run({ COMMAND: 'apply', FILE: file, WHY: 'later "tonight"' }, 3)).toEqual({
      ended: 3,
      asked: ['apply', file, '--why', 'later "tonight"', '--yes'],
      output: 'code=3\n',
    });
  });

  it('the script of the action takes a difference for no failure, and whatever else for one', () => {
    expect(run({ COMMAND: 'diff', FILE: 'a.yaml' }, 1)).toMatchObject({ ended: 0, output: 'code=1\n' });
    expect(run({ COMMAND: 'diff', FILE: 'a.yaml' }, 2)).toMatchObject({ ended: 2 });
    expect(run({ COMMAND: 'deploy', FILE: 'a.yaml' }, 1)).toMatchObject({ ended: 1 });
  });
});
