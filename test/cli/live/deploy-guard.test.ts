// `curfew deploy-guard`, as people and pipelines call it, on the simulated AWS.
import { expect, it } from 'vitest';
import { curfewHere } from '../in-process.ts';

const night = '2026-11-16T23:00-03:00';
const duringStop = '2026-11-16T20:08-03:00';

const guard = (args: string) => curfewHere(['deploy-guard', ...args.split(' ')]);

it('curfew deploy-guard deploys what is named, and nothing that it depends on', async () => {
  const { code, stdout } = await guard('staging --stacks data,workloads --rehearsal');

  expect(code).toBe(0);
  expect(stdout).toContain('npx cdk deploy staging/data staging/workloads --exclusively');
  expect(stdout).toContain('The lease of staging is released.');
});

it('curfew deploy-guard runs the command that is given after --, as it is', async () => {
  const { stdout } = await guard('staging --stacks data --rehearsal -- ./deploy.sh staging/data --verbose');

  expect(stdout).toContain('./deploy.sh staging/data --verbose');
});

it('curfew deploy-guard refuses the data stack at night, and says how it would go', async () => {
  const { code, stdout, stderr } = await guard(`staging --stacks data --rehearsal --at ${night}`);

  expect(code).toBe(1);
  expect(stderr).toMatch(/Not deployed: dashboard-db is stopped.*--start/);
  expect(stdout).not.toContain('would run now');
});

it('curfew deploy-guard releases a lease that no deployment has any more, and needs no stacks for that', async () => {
  const { code, stdout } = await guard('staging --release --rehearsal');
  expect([code, stdout]).toEqual([0, expect.stringContaining('No deployment holds the lease of staging.')]);

  const { code: wrong, stderr } = await guard('staging --rehearsal');
  expect([wrong, stderr]).toEqual([2, expect.stringContaining("required option '--stacks <names>' not specified")]);
});

it('curfew deploy-guard starts the environment for a deployment, and stops it again', async () => {
  const { code, stdout, stderr } = await guard(`staging --stacks data --start --rehearsal --at ${night}`);

  expect(code).toBe(0);
  expect(stdout).toContain('npx cdk deploy staging/data');
  expect(stderr).toMatch(/Starting staging first\.\n\[rehearsal\] Stopping staging again/);
});

it('curfew deploy-guard is refused while a stop is in progress, and names it', async () => {
  const { code, stderr } = await guard(`staging --stacks operations --rehearsal --at ${duringStop}`);

  expect(code).toBe(1);
  expect(stderr).toContain('staging-stop-20261116T230000Z is changing staging (stop)');
});

it.each([
  [`staging --stacks data --check --rehearsal`, 0, 'Nothing blocks a deployment of data.'],
  [`staging --stacks data --check --rehearsal --at ${night}`, 1, 'It would be refused now: dashboard-db is stopped'],
  [`staging --stacks operations --check --rehearsal --at ${duringStop}`, 1, 'is changing staging (stop)'],
])('curfew deploy-guard says beforehand what would happen: %s', async (args, expected, words) => {
  const { code, stdout, stderr } = await guard(args);

  expect(code).toBe(expected);
  expect(stdout + stderr).toContain(words);
  expect(stdout).not.toContain('would run now');
});

it.each([
  ['staging', '--stacks'],
  ['staging --stacks', '--stacks'],
  ['staging --stacks datta', 'datta is none of network'],
  ['nosuch --stacks data --rehearsal', 'nosuch'],
  ['staging --stacks data --check --start', 'cannot be used with'],
])('curfew deploy-guard refuses what is not meant: %s', async (args, words) => {
  const { code, stdout, stderr } = await guard(args);

  expect(code).toBe(2);
  expect(stderr).toContain(words);
  expect(stdout).toBe('');
});
