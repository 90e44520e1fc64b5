// How the command answers people who call it rightly or wrongly: exit code, stream, and a way out.
import { globSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { curfewHere } from './in-process.ts';
import { runCurfew } from './run-curfew.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
const fileWith = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const brokenScenario = fileWith('broken.yaml', 'name: broken\nenvironment: nowhere.yaml\nseed: x\n');
const brokenDefinition = fileWith('definition.yaml', 'environment: mine\nregion: mars\n');
const directory = 'sim/scenarios';

/** What is called, and what standard error says then. */
const wrongCalls: readonly (readonly [args: string, says: readonly (string | RegExp)[]])[] = [
  ['', ['Usage: curfew', 'curfew rehearse staging']],
  ['rehears', ["unknown command 'rehears'", 'Did you mean rehearse?', 'See npx curfew --help']],
  ['rehearse --sed 3', ["unknown option '--sed'", 'Did you mean --seed?', 'See npx curfew rehearse --help']],
  ['rehearse --seed abc', ["'abc' is invalid", 'a whole number from 0 to 999999999']],
  ['rehearse staging prod', ['too many arguments']],
  ['rehearse stagin', ['environment `stagin` does not exist; ', 'did you mean `staging`?']],
  [`rehearse ${directory}/night.yaml`, [`curfew rehearse --scenario ${directory}/night.yaml`]],
  [
    'rehearse --scenario test/fixtures/environments/staging.yaml',
    ['curfew rehearse test/fixtures/environments/staging.yaml'],
  ],
  ['rehearse --json --scenario nowhere.yaml', ['nowhere.yaml does not exist']],
  [`rehearse --json --scenario ${brokenScenario}`, [/broken\.yaml:2:14: environment: /, /broken\.yaml:3:7: seed: /]],
  ['plan staging stp', ["'stp' is invalid", 'Allowed choices are start, stop']],
  ['plan staging', ["missing required argument 'action'"]],
  [`plan prod stop --scenario ${directory}/night.yaml`, ['is about staging, not prod']],
  ['silence', ['missing: the name of an alarm or resource, --for or --until, --why']],
  ['silence cpu --for 2h', ['missing: --why; for example: npx curfew silence cpu --for 2h --why "load test"']],
  ['silence cpu-* --why x', ["missing: --for or --until; for example: npx curfew silence 'cpu-*' --for 2h"]],
  ['render', ["missing required argument 'event'"]],
  ['render nowhere.json', ['nowhere.json does not exist']],
  ['render test', ['test is a directory; give a file with one event in it']],
  [`render ${brokenScenario}`, [/broken\.yaml is not JSON: .*; a text alone goes in double quotes/]],
  ['render package.json --environment stagin', ['environment `stagin` does not exist; ', 'did you mean `staging`?']],
  [`validate ${brokenDefinition}`, [/definition\.yaml:2:9: region: `mars`/]],
];

describe('a wrong call', () => {
  it.each(wrongCalls)('a wrong call ends with 2, a remedy, and nothing on stdout: curfew %s', async (args, says) => {
    const { code, stdout, stderr } = await curfewHere(args.split(' ').filter((arg) => arg !== ''));

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const part of says) expect(stderr).toMatch(part);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('help', () => {
  it.each(['--help', 'rehearse --help'])('help has examples and ends with 0: curfew %s', async (args) => {
    const { code, stdout, stderr } = await curfewHere(args.split(' '));

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: curfew/);
    expect(stdout).toMatch(/Examples:\n {2}npx curfew /);
  });

  it('curfew tells the version of the project', async () => {
    expect(await curfewHere(['--version'])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });
});

describe('curfew validate', () => {
  it('curfew validate checks every definition of the project, wherever it is called, with colours only where they are wanted', async () => {
    const [plain, coloured] = await Promise.all(
      [{}, { FORCE_COLOR: '1' }].map((env) => runCurfew(['validate'], { cwd: folder, env })),
    );

    expect(plain?.code).toBe(0);
    expect(plain?.stdout.match(/^✓ .*$/gm)).toHaveLength(globSync('test/fixtures/environments/*.yaml').length);
    expect(plain?.stdout).not.toContain('\u001b');
    expect(coloured?.stdout).toContain('\u001b');
  });
});

describe('curfew plan', () => {
  it('curfew plan is one JSON object with the stages and a reason per resource', async () => {
    const { code, stdout, stderr } = await curfewHere([
      'plan',
      './test/fixtures/environments/staging.yaml',
      'stop',
      '--rehearsal',
      '--json',
    ]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({ environment: 'staging', action: 'stop' });
    expect(plan.stages.flat().toSorted()).toEqual(
      plan.resources.map(({ resource }: { resource: string }) => resource).toSorted(),
    );
    for (const one of plan.resources)
      expect(one).toMatchObject({ decision: expect.stringMatching(/^(act|skip|refuse)$/), reason: expect.any(String) });
  });

  it('curfew plan ends with 1 when something is refused, and says why', async () => {
    const { code, stdout } = await curfewHere(['plan', 'staging', 'stop', '--scenario', `${directory}/replica.yaml`]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ dashboard-db .*refuse.*read replica of poc-atlas-dev-reporting/);
  });
});
