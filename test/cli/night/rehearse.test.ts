// `curfew rehearse` as others rely on it: the trace's JSON Lines, exit codes, pipes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { curfewHere } from '#test/cli/in-process.ts';
import { commandFile, runCurfew } from '#test/cli/run-curfew.ts';

type Line = Readonly<Record<string, unknown>> & { readonly at: string; readonly type: string };

const linesOf = (stdout: string): Line[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const ofType = (lines: readonly Line[], type: string): Line[] => lines.filter((line) => line.type === type);

/** The night that is looked at. */
const json = runCurfew(['rehearse', 'staging', '--json', '--seed', '7']);

describe('the trace of a rehearsed night', () => {
  it('the trace of a rehearsed night is all there is on stdout, and every line has its time and type', async () => {
    const { code, stdout, stderr } = await json;

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { at, type } of linesOf(stdout)) {
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?-03:00$/);
      expect(type).toMatch(/^[a-z]+$/);
    }
  });

  it('the trace of a rehearsed night is in the order of time', async () => {
    const times = linesOf((await json).stdout).map(({ at }) => Date.parse(at));

    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('the trace of a rehearsed night has the calls to AWS, with their requester', async () => {
    const calls = ofType(linesOf((await json).stdout), 'call');

    expect(calls.length).toBeGreaterThan(100);
    for (const call of calls)
      expect(call).toMatchObject({
        function: expect.any(String),
        operation: expect.stringMatching(/^[a-z0-9]+:[A-Za-z0-9]+$/),
        mutating: expect.any(Boolean),
        input: expect.any(Object),
      });
    expect(calls.filter(({ run }) => run !== undefined).length).toBeGreaterThan(100);
  });

  it('the trace of a rehearsed night has a report of each run, as it was published', async () => {
    const reports = ofType(linesOf((await json).stdout), 'report');

    expect(reports.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(['stop done', 'start done']);
    expect(reports[0]).toMatchObject({ kind: 'curfew-report', version: 1, environment: 'staging' });
  });

  it('the trace of a rehearsed night ends with how everything stands, and how often AWS was called', async () => {
    const lines = linesOf((await json).stdout);
    const end = lines.at(-1);

    expect(ofType(lines, 'end')).toEqual([end]);
    expect(end).toMatchObject({ memory: [], overrides: [], lease: null });
    expect(end?.resources).toMatchObject({
      'camunda-db': { status: 'available' },
      scoring: { status: 'steady', desired: expect.any(Number), running: expect.any(Number) },
    });
    const counts = Object.values(end?.calls as Record<string, number>);
    // Writes of one transaction have a line each, and are one call.
    const made = ofType(lines, 'call').filter(({ together }) => together !== true);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(made.length);
  });

  it('the trace of a rehearsed night is the same byte for byte with the same seed, and another one with another', async () => {
    const again = await curfewHere(['rehearse', 'test/fixtures/environments/staging.yaml', '--json', '--seed', '7']);
    const other = await curfewHere(['rehearse', 'staging', '--json', '--seed', '8']);

    expect(again.stdout === (await json).stdout).toBe(true);
    expect(other.stdout === (await json).stdout).toBe(false);
  });
});

describe('curfew rehearse', () => {
  it('curfew rehearse prints the night as plain lines on a pipe and sums it up', async () => {
    const { code, stdout, stderr } = await runCurfew(['rehearse']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/^\[rehearsal\] Rehearsing a night of staging on the simulated AWS, seed 1\n/);
    expect(stdout).toMatch(/^08:\d\d:\d\d {2}camunda-db: starting → \S+$/m);
    expect(stdout).toMatch(/✓ (\d+) of \1 invariants \(rules that every night must keep\) held\n$/);
  });

  it('curfew rehearse ends with 1 when a run ended partial', async () => {
    const { code, stdout } = await curfewHere(['rehearse', '--scenario', 'sim/scenarios/database-refused.yaml']);

    expect(code).toBe(1);
    expect(stdout).toContain('start Fri 20 Nov 08:00: partial, 1 failed (camunda-db)');
  });

  it('curfew rehearse does not mind a reader that has seen enough', async () => {
    const child = spawn(process.execPath, [commandFile, 'rehearse', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'exit');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
