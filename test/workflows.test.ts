// The workflows that deploy: right as GitHub reads them, and careful as this project wants them.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub's expressions look like template strings.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { deployGuardCommand } from '../cli/commands/deploy-guard.ts';
import { workflowReader } from './support/workflow-faults.ts';

const folder = '.github/workflows';

const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  name: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const job = z.looseObject({
  if: z.string().optional(),
  environment: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  'timeout-minutes': z.number(),
  steps: z.array(step),
});
const workflow = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});

const workflows = readdirSync(folder).map((file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  return { file, text, ...workflow.parse(parse(text)) };
});
const called = (name: string) => {
  const found = workflows.find((one) => one.name === name);
  if (!found) throw new Error(`no workflow ${name}`);
  return found;
};
const jobsOf = ({ jobs }: (typeof workflows)[number]) => Object.values(jobs);
const runsOf = (one: (typeof workflows)[number]): string =>
  jobsOf(one)
    .flatMap(({ steps }) => steps.map(({ run = '' }) => run))
    .join('\n');

const faultsIn = await workflowReader();

it('the workflows are those that a team needs', () => {
  expect(workflows.map(({ name }) => name).sort()).toEqual([
    'deploy',
    'destroy',
    'drift',
    'publish',
    'stream',
    'validate',
  ]);
});

describe.each(workflows)('$file', (one) => {
  it('a workflow is right as GitHub reads it', async () => {
    expect(await faultsIn(one.text)).toEqual([]);
  });

  it('a workflow would be found wrong with a slip in it', async () => {
    expect(await faultsIn(one.text.replace('runs-on:', 'run-on:'))).not.toEqual([]);
    expect(await faultsIn(one.text.replace(/\$\{\{ \w+/, '${{ gitub'))).not.toEqual([]);
  });

  it('a workflow may read the code and nothing else, unless a job says more', () => {
    expect(one.permissions).toEqual({ contents: 'read' });
    for (const { permissions = {}, steps } of jobsOf(one)) {
      const writes = Object.entries(permissions).flatMap(([name, level]) => (level === 'write' ? [name] : []));
      // Whoever may comment reads no code and has no role in AWS.
      if (writes.includes('pull-requests')) {
        expect(writes).toEqual(['pull-requests']);
        expect(steps.filter(({ uses = '' }) => /checkout|configure-aws/.test(uses))).toEqual([]);
      } else expect(writes.filter((name) => name !== 'id-token')).toEqual([]);
    }
  });

  it('a workflow comes to an AWS account by OIDC, never by a stored key', () => {
    expect(one.text).not.toMatch(/aws-access-key-id|AWS_SECRET|secrets\./);
    for (const { steps, permissions } of jobsOf(one))
      if (steps.some(({ uses = '' }) => uses.startsWith('aws-actions/configure-aws-credentials')))
        expect(permissions).toMatchObject({ 'id-token': 'write' });
  });

  it('a workflow puts nothing that people typed into a shell script', () => {
    expect(runsOf(one)).not.toContain('${{');
  });

  it('a workflow uses actions by a commit, with the version beside it for people', () => {
    const actions = [...one.text.matchAll(/uses: (.+)/g)].map(([, action]) => action);

    expect(actions.length).toBeGreaterThan(2);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? ''))).toEqual(
      [],
    );
  });

  it('a workflow gives a token for AWS or npm only to a job that neither tests nor builds, on reviewed code or after an approval', () => {
    const withToken = jobsOf(one).filter(({ permissions = {} }) => permissions['id-token'] === 'write');

    // A stream has its plan, its deployment, its end and its drift in one file; none of them shares a job.
    expect(withToken).toHaveLength(one.name === 'stream' ? 4 : 1);
    for (const job of withToken) {
      expect(job.steps.map(({ run = '' }) => run).filter((run) => /npm (test|run)|npx (?!cdk )/.test(run))).toEqual([]);
      expect(String(job.if)).toMatch(
        /github\.ref == 'refs\/heads\/main'|github\.event_name == '(pull_request|release)'/,
      );
      // Somebody approves what plans, and what is published.
      if (!String(job.if).includes('github.ref'))
        expect(job.environment).toBe(String(job.if).includes("'release'") ? 'npm' : 'plan');
      expect(job.steps.filter(({ uses = '' }) => uses.startsWith('actions/download-artifact'))).toHaveLength(1);
    }
  });

  it('a workflow runs nothing of a change with the role that plans: its templates come as data, the code is that of main', () => {
    const planning = jobsOf(one).filter((job) => job.environment === 'plan');

    for (const { steps } of planning)
      expect(steps.find(({ uses = '' }) => uses.startsWith('actions/checkout'))?.with).toMatchObject({ ref: 'main' });
    expect(planning).toHaveLength(['validate', 'stream'].includes(one.name) ? 1 : 0);
  });

  it('a workflow leaves no token of GitHub behind in the checkout', () => {
    const checkouts = jobsOf(one).flatMap(({ steps }) =>
      steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout')),
    );

    for (const { with: given } of checkouts) expect(given).toMatchObject({ 'persist-credentials': false });
  });
});

it('all workflows use one commit of each action', () => {
  const used = workflows.flatMap(({ text }) => [...text.matchAll(/uses: ([\w/-]+)@(\S+)/g)]);
  const commits = Map.groupBy(used, ([, action]) => action);

  for (const [action, all] of commits)
    expect([action, new Set(all.map(([, , commit]) => commit)).size]).toEqual([action, 1]);
});

it('the workflows ask the registry for known holes and for signatures at every change', () => {
  expect(runsOf(called('validate'))).toMatch(/npm audit --audit-level=high\nnpm audit signatures/);
});

it('a workflow fetches no package by a name that is only said in a script', () => {
  const named = workflows.flatMap(({ text }) => [...text.matchAll(/npx ([\w-]+)/g)].map(([, name]) => name));

  // Installed from the lock file, and a name that belongs to AWS in the registry as well.
  expect(new Set(named)).toEqual(new Set(['cdk']));
});

it.each(['deploy', 'destroy'])(
  'the workflow %s waits for the approval of the environment, alone, and under its lease',
  (name) => {
    const one = called(name);

    for (const { environment, permissions } of jobsOf(one))
      expect(environment).toBe(permissions ? '${{ inputs.environment }}' : undefined);
    expect(parse(one.text).concurrency).toEqual({ group: '${{ inputs.environment }}', 'cancel-in-progress': false });
    expect(Object.keys(one.on)).toEqual(['workflow_dispatch']);
    const bare = runsOf(one)
      .replaceAll(/deploy-guard[^\n]*\\\n\s*npx cdk (deploy|destroy)/g, '')
      .match(/cdk (deploy|destroy)/g);
    expect(bare).toBeNull();
  },
);

it('the workflow validate keeps the templates and the plan', () => {
  const kept = jobsOf(called('validate')).flatMap(({ steps }) =>
    steps
      .filter(({ uses = '' }) => uses.startsWith('actions/upload-artifact'))
      .map(({ with: given }) => z.object({ name: z.string() }).parse(given).name),
  );

  expect(kept).toEqual(['templates', 'assembly', 'plan-${{ matrix.environment }}']);
  expect(runsOf(called('validate'))).toMatch(/npm test[\s\S]*npm run synth[\s\S]*cdk diff/);
});

it('the workflow deploy stops before data is replaced or deleted', () => {
  expect(runsOf(called('deploy'))).toMatch(/\*\) stacks="\$PART"; approval=destructive/);
});

it('the workflow drift fails where something differs, on working days', () => {
  expect(runsOf(called('drift'))).toMatch(/cdk drift .*--fail/);
  expect(called('drift').on).toMatchObject({ schedule: [{ cron: expect.stringMatching(/ \* \* 1-5$/) }] });
});

it('the workflow destroy has to be asked for twice, and never of prod', () => {
  const { text, jobs } = called('destroy');

  expect(jobs.destroy?.if).toBe("inputs.confirmation == inputs.environment && github.ref == 'refs/heads/main'");
  expect(parse(text).on.workflow_dispatch.inputs.environment.options).not.toContain('prod');
});

describe('stream', () => {
  const { jobs, on } = called('stream');

  it('has the five jobs of its page, a comment beside the change, and a look for drift', () => {
    expect(Object.keys(jobs)).toEqual(['validate', 'initialise', 'comment', 'apply', 'report', 'destroy', 'drift']);
    expect(on).toMatchObject({ schedule: [{ cron: expect.stringMatching(/ \* \* 1-5$/) }] });
  });

  it('applies the assembly that was compared with AWS, after an approval, and reports its outputs', () => {
    const needs = z.record(z.string(), z.looseObject({ needs: z.union([z.string(), z.array(z.string())]).optional() }));
    const before = needs.parse(jobs);

    expect(before.apply?.needs).toEqual(['validate', 'initialise']);
    expect(before.report?.needs).toBe('apply');
    expect([jobs.apply?.environment, jobs.destroy?.environment]).toEqual(['stream', 'stream']);
    for (const name of ['initialise', 'apply', 'destroy', 'drift'])
      expect(
        jobs[name]?.steps.find(({ uses = '' }) => uses.startsWith('actions/download-artifact'))?.with,
      ).toMatchObject({
        name: 'stream-assembly',
      });
  });

  it('destroys only what is named once more', () => {
    expect(jobs.destroy?.steps.map(({ run = '' }) => run).join('\n')).toContain('clusterName: $CONFIRMATION');
  });
});

/** Commands of a workflow's shell scripts, by their first words; the continuation of a line belongs to it. */
const commandsIn = (one: (typeof workflows)[number]): string[] =>
  runsOf(one)
    .replaceAll(/\\\n\s*/g, ' ')
    .split(/\n|&&|\|\|?|;| -- /)
    .map((line) => line.trim())
    .filter((line) => /^(npm|npx|node) /.test(line));

describe('the commands that workflows run', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const subcommands = readdirSync('cli/commands').map((file) => file.replace(/\.ts$/, ''));
  const toolCommands = ['deploy', 'destroy', 'diff', 'drift', 'synth'];

  /** Whether `npm run x`, `npx curfew x` and `npx cdk x` are there. */
  const exists = (command: string): boolean => {
    const [tool, what = '', name = ''] = command.split(/\s+/);
    if (tool === 'npm')
      return ['ci', 'audit', 'pack', 'publish'].includes(what) || (what === 'run' ? name : what) in scripts;
    if (tool === 'node') return what === 'cli/bin.mjs' && subcommands.includes(name);
    return what === 'cdk' && toolCommands.includes(name);
  };

  it('every command that a workflow runs exists', () => {
    const commands = workflows.flatMap(commandsIn);

    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((command) => !exists(command))).toEqual([]);
    expect(exists('npm run sinth')).toBe(false);
    expect(exists('node cli/bin.mjs deploy-gard staging')).toBe(false);
    expect(exists('npx curfew status staging')).toBe(false);
  });

  it('the commands that workflows run are given options that they have', () => {
    const known = deployGuardCommand().options.map(({ long }) => long);
    const used = workflows
      .flatMap(({ text }) => text.match(/deploy-guard .*/g) ?? [])
      .flatMap((line) => line.match(/--\w[\w-]*/g) ?? []);

    expect(used.length).toBeGreaterThan(2);
    expect(used.filter((option) => !known.includes(option))).toEqual([]);
  });
});

it.each([
  ['crypto-stream', 0],
  ['crypto', 1],
  ['', 1],
  // A pattern is no name.
  ['.*', 1],
  ['crypto.stream', 1],
])('a stream is destroyed by the name of its cluster alone: %j', (confirmation, code) => {
  const check = called('stream').jobs.destroy?.steps.find(({ name = '' }) => name.startsWith('Refuse'))?.run;
  const env = { CONFIRMATION: confirmation, STREAM_FILE: 'infra/platform/stream/example.yaml', PATH: process.env.PATH };

  expect(spawnSync('bash', ['-e', '-c', String(check)], { env }).status).toBe(code);
});
