// What every command has in common, whichever there are: examples, JSON for programs, remedies, exit codes, plain text where
// colours are not wanted, and questions in one place.
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { curfewHere } from './in-process.ts';
import { hasTerminals, onTerminal } from './on-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-'));

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

const helpOf = async (command: string): Promise<string> => (await curfewHere([...wordsOf(command), '--help'])).stdout;

/** The commands right below this one, by their whole names: `pipeline test`. */
const commandsBelow = async (command: string): Promise<string[]> => {
  const [, list = ''] = (await helpOf(command)).split('Commands:\n');
  const [ended = ''] = list.split('\n\n');
  return [...ended.matchAll(/^ {2}([a-z-]+)(?:, [a-z-]+)? .*/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help')
    .map((name) => `${command} ${name}`.trim());
};

const named = await commandsBelow('');
const below = new Map<string, readonly string[]>();
for (const name of named) below.set(name, await commandsBelow(name));
/** What only holds other commands. */
const groups = named.filter((name) => below.get(name)?.length);
/** What does something: of a group, each command in it. */
const commands = named.flatMap((name) => (groups.includes(name) ? (below.get(name) ?? []) : [name]));

const examplesOf = (command: string, text: string): string[] => {
  const [, examples = ''] = text.split('Examples:');
  return examples.split('\n').filter((line) => `${line} `.startsWith(`  npx curfew ${command} `));
};

const optionsIn = (text: string): string[] => [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option);

/** In the call itself, before a pipe or what goes to another command. */
const optionsUsed = (example: string): string[] => optionsIn(example.split(/ \| | -- /)[0] ?? '');

/** Calls that work on the simulated AWS; of the others there is a reason. */
const working: Readonly<Record<string, string | undefined>> = {
  init: `mine --rehearsal --output ${join(folder, 'mine.yaml')}`,
  validate: '',
  plan: 'staging stop --rehearsal',
  rehearse: 'staging',
  start: 'staging --rehearsal --dry-run',
  stop: 'staging --rehearsal --dry-run',
  status: '--rehearsal',
  runs: 'staging --rehearsal',
  hold: 'staging --rehearsal --up-until 2026-11-17T02:00-03:00 --why load',
  release: 'staging --rehearsal',
  pause: 'staging --rehearsal',
  resume: 'staging --rehearsal',
  ls: '',
  logs: 'staging',
  memories: 'staging --rehearsal',
  forget: 'staging camunda-db --rehearsal --at 2026-11-16T23:00-03:00',
  silence: 'atlas-scoring-high-cpu --for 2h --why load --environment staging --rehearsal',
  savings: 'staging --rehearsal',
  costs: 'staging --rehearsal',
  diff: 'staging --rehearsal',
  apply: 'staging --rehearsal',
  calendar: 'staging --rehearsal',
  history: 'staging --rehearsal',
  show: 'staging --rehearsal',
  adopt: 'staging --owner stack --rehearsal',
  deploy: 'staging --rehearsal --plan',
  destroy: 'staging --rehearsal',
  template: 'staging',
  'deploy-guard': 'staging --stacks data --rehearsal',
  render: 'test/fixtures/notifications/metric-alarm.json',
  'pipeline validate': 'examples/cdc/pipelines/files.yaml',
  'pipeline test': 'examples/cdc/pipelines/files.yaml',
  'pipeline sql': 'examples/cdc/pipelines/files.yaml',
  'pipeline connector': 'examples/cdc/pipelines/files.yaml',
};
const elsewhere: Readonly<Record<string, string>> = {
  prices: 'asks the real price list; price-list.test.ts',
  cleanup: 'needs a cluster; cleanup.test.ts',
  'pipeline check': 'needs running parts; pipeline/parts.test.ts',
  'pipeline teardown': 'the same',
  'pipeline replay': 'needs a cluster; integration/pipeline-replay.test.ts',
};

it('the commands have been found, and each is known by how it is called', () => {
  expect(commands).toEqual(expect.arrayContaining(['init', 'rehearse', 'cleanup', 'pipeline test']));
  expect(groups).toEqual(['pipeline']);
  expect(commands.toSorted()).toEqual([...Object.keys(working), ...Object.keys(elsewhere)].toSorted());
});

describe('the help of every command', () => {
  it.each(commands)('the help of every command has examples that it would understand: curfew %s', async (command) => {
    const text = await helpOf(command);
    const [usage = ''] = text.split('Examples:');
    const own = examplesOf(command, text);

    expect(text).toMatch(new RegExp(`^Usage: curfew ${command}`));
    expect(own.length).toBeGreaterThanOrEqual(2);
    const [known, used] = [optionsIn(usage), own.flatMap(optionsUsed)];
    expect(used.filter((option) => !known.includes(option))).toEqual([]);
  });

  it.each(groups)(
    'the help of every command that holds others has an example of each, with options that it has: curfew %s',
    async (group) => {
      const text = await helpOf(group);

      expect(text).toMatch(new RegExp(`^Usage: curfew ${group}`));
      for (const command of below.get(group) ?? []) {
        const [known, own] = [optionsIn(await helpOf(command)), examplesOf(command, text)];
        expect(own, command).not.toEqual([]);
        expect(own.flatMap(optionsUsed).filter((option) => !known.includes(option))).toEqual([]);
      }
    },
  );

  it.each(commands)('the help of every command offers JSON to programs: curfew %s', async (command) => {
    expect(await helpOf(command)).toMatch(/^ {2}--json/m);
  });
});

// That every command prints JSON and nothing else with it is in snapshots.test.ts.
describe('--json', () => {
  it('--json says of a definition that is not valid what is wrong', async () => {
    const { code, stdout, stderr } = await curfewHere(['validate', 'staging', 'stagin', '--json']);

    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { definition: 'staging', valid: true, environment: 'staging', resources: 11, stages: 4, problems: [] },
      {
        ...{ definition: 'stagin', valid: false, problem: expect.stringContaining('did you mean `staging`?') },
        problems: [expect.objectContaining({ file: 'stagin', line: null, column: null, path: '', severity: 'error' })],
      },
    ]);
  });

  it('--json names every problem of a definition for programs, and warnings as such', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'curfew-')), 'night.yaml');
    const staging = readFileSync('test/fixtures/environments/staging.yaml', 'utf8');
    writeFileSync(
      file,
      staging.replace('stop: { days: every day, at: "20:00" }', 'stop: { days: weekdays, at: "02:00" }'),
    );
    const { code, stdout, stderr } = await curfewHere(['validate', file, '--json']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      valid: true,
      problems: [
        { file, line: 12, path: 'schedule.stop.days', message: expect.stringContaining('66 h'), severity: 'warning' },
      ],
    });
    expect((await curfewHere(['validate', file])).stdout).toMatch(/^✓ staging.*\n⚠ .*:12:\d+: schedule\.stop\.days: /);
    writeFileSync(file, staging.replace('us-east-1', 'eu-west1'));
    const wrong = await curfewHere(['validate', file, '--json']);
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      valid: false,
      problems: [{ path: 'region', remedy: 'did you mean `eu-west-1`?', severity: 'error' }],
    });
  });

  it.each([
    ['--check', 0, { outcome: 'free', reasons: [], warnings: [] }],
    ['--check --at 2026-11-16T23:00-03:00', 1, { outcome: 'refused', reasons: [expect.stringContaining('stopped')] }],
    ['', 0, { outcome: 'deployed' }],
    ['--at 2026-11-16T23:00-03:00', 1, { outcome: 'refused', reason: expect.stringContaining('--start') }],
  ])('--json says how a deployment ended: deploy-guard %s', async (more, expected, outcome) => {
    const args = `deploy-guard staging --stacks data --rehearsal --json ${more}`.trim().split(' ');
    const { code, stdout } = await curfewHere(args);

    expect(code).toBe(expected);
    expect(JSON.parse(stdout)).toMatchObject({ environment: 'staging', stacks: ['data'], ...outcome });
  });
});

describe('a mistake', () => {
  it.each(commands)(
    'a mistake in an option ends with 2, the option that was meant and the help: curfew %s',
    async (command) => {
      // What is required is given, or else that would be the mistake.
      const args = working[command]?.split(' ') ?? ['plan'];
      const { code, stdout, stderr } = await curfewHere([...wordsOf(command), ...args, '--jsn']);

      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('Did you mean --json?');
      expect(stderr).toContain(`See npx curfew ${command} --help`);
    },
  );

  it.each(Object.entries(working).filter(([, args]) => args?.startsWith('staging')))(
    'a mistake in the name of an environment ends with 2 and the name that was meant: curfew %s',
    async (command, args = '') => {
      const { code, stdout, stderr } = await curfewHere([command, ...args.replace('staging', 'stagin').split(' ')]);

      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('did you mean `staging`?');
    },
  );

  it.each([...groups, ...commands].map((command) => `${command.slice(0, -1)}`))(
    'a mistake in the name of a command is answered with one that is near: curfew %s',
    async (mistyped) => {
      const { code, stderr } = await curfewHere(wordsOf(mistyped));

      expect(code).toBe(2);
      expect(stderr).toMatch(/Did you mean .*\?/s);
    },
  );
});

const colour = new RegExp(`${String.fromCodePoint(27)}\\[\\d+(;\\d+)*m`);

describe.skipIf(!hasTerminals)('on a terminal', () => {
  it.concurrent.each(['validate staging'])(
    'on a terminal colours are shown, but not to who has NO_COLOR: curfew %s',
    async (args) => {
      const [wanted, unwanted] = await Promise.all(
        [{}, { NO_COLOR: '1' }].map(async (env) => (await onTerminal(args, { env })).shown),
      );

      expect(wanted).toMatch(colour);
      expect(unwanted).not.toMatch(colour);
      expect(unwanted).toContain('staging');
    },
  );
});

describe('the sources', () => {
  const sources = globSync('cli/**/*.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const with_ = (what: RegExp) => sources.filter(({ text }) => what.test(text)).map(({ file }) => file);

  it('the sources have one place that colours, so that one place decides whether', () => {
    expect(with_(/styleText\(|\\u001b\[|\\x1b\[/)).toEqual(['cli/terminal/output.ts']);
  });

  it('the sources have one place that asks, so that one place decides whether', () => {
    expect(with_(/readline|@inquirer|prompts|process\.stdin/)).toEqual(['cli/terminal/ask.ts']);
  });
});
