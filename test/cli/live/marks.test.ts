// What comes from the simulated AWS says so: every block of text, every object of JSON.
import { describe, expect, it } from 'vitest';
import { marked, markedJsonLine } from '../../../cli/terminal/simulated.ts';
import { curfewHere } from '../in-process.ts';

const staging = 'test/fixtures/environments/staging.yaml';

const simulated = [
  'plan ENV stop --rehearsal',
  'plan ENV stop --scenario sim/scenarios/replica.yaml',
  'status ENV --rehearsal',
  'stop ENV --rehearsal --dry-run',
  'stop ENV --rehearsal --why x',
  'hold ENV --rehearsal --down --for 3h --why x',
  'release ENV --scenario sim/scenarios/night.yaml',
  'pause ENV --rehearsal',
  'resume ENV --rehearsal',
  'memories ENV --rehearsal --at 23:00',
  'silence x --environment ENV --rehearsal --for 1h --why x',
  'deploy-guard ENV --stacks data --rehearsal --check',
];

const argsOf = (command: string): string[] => command.split(' ').map((word) => (word === 'ENV' ? staging : word));

describe('what is simulated', () => {
  it.each(simulated)('what is simulated is marked in text and in JSON: curfew %s', async (command) => {
    const { stdout, stderr } = await curfewHere(argsOf(command));
    const blocks = `${stdout}${stderr}`.trim().split('\n\n');
    const json = JSON.parse((await curfewHere([...argsOf(command), '--json'])).stdout);

    for (const block of blocks) expect(block).toMatch(/^\[rehearsal\] /);
    for (const one of [json].flat()) expect(one).toMatchObject({ simulated: true });
  });

  it('what is simulated is marked in every line of a trace', async () => {
    const { stdout } = await curfewHere(['rehearse', staging, '--json']);
    const lines = stdout.trim().split('\n');

    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => JSON.parse(line).simulated !== true)).toEqual([]);
  });

  it('what is simulated is marked once per block, and what is not stays as it is', () => {
    expect(marked(['a', '  b', '', 'c', '', ''], true)).toEqual(['[rehearsal] a', '  b', '', '[rehearsal] c', '', '']);
    expect(marked(['a', '', 'b'], false)).toEqual(['a', '', 'b']);
    expect(JSON.parse(markedJsonLine('{"a":{"b":1}}'))).toEqual({ a: { b: 1 }, simulated: true });
  });
});

describe('a schedule that is paused', () => {
  it('a schedule that is paused is resumed by the command that the message names', async () => {
    const { stdout } = await curfewHere(['pause', staging, '--rehearsal']);

    expect(stdout).toMatch(/The schedule of staging is paused until: npx curfew resume /);
    const { stdout: json } = await curfewHere(['pause', staging, '--rehearsal', '--json']);
    expect(JSON.parse(json)).toEqual({ environment: 'staging', paused: true, changed: true, simulated: true });
  });
});

describe('a hold', () => {
  it.each([
    ['--up --until 22:00', 'up until Mon 16 Nov 2026 22:00 -03:00 (America/Fortaleza)'],
    ['--down --for 3h', 'down until Mon 16 Nov 2026 22:30 -03:00 (America/Fortaleza)'],
    ['--up-until 2026-11-17T02:00-03:00', 'up until Tue 17 Nov 2026 02:00 -03:00 (America/Fortaleza)'],
  ])('a hold echoes its end in full, with the zone: %s', async (options, says) => {
    const { code, stdout } = await curfewHere(['hold', staging, '--rehearsal', ...options.split(' '), '--why', 'load']);

    expect(code).toBe(0);
    expect(stdout).toContain(`staging is held ${says}`);
  });
});

describe('a schedule that is off', () => {
  it('a schedule that is off is rehearsed as if it were on, and the output says so', async () => {
    const { code, stdout } = await curfewHere(['rehearse', 'test/fixtures/environments/prod.yaml']);

    expect(code).toBe(0);
    expect(stdout).toContain('The schedule is off (`schedule.enabled: false`); this rehearses it as if it were on.');
    expect(stdout).toMatch(/^\[rehearsal\] stop .*: done/m);
  });
});
