// diff, apply, history, show and adopt, as people call them, on the simulated AWS.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mine } from '#test/shared/access/change-kinds.ts';
import { curfewHere } from '../in-process.ts';

let folder = '';
const fileOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
let deployed = '';
let earlier = '';
let bigger = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'curfew-versions-'));
  deployed = fileOf('deployed.yaml', mine);
  earlier = fileOf('earlier.yaml', mine.replace('20:00', '19:00').replace('dependsOn: [api]', 'dependsOn: []'));
  bigger = fileOf(
    'bigger.yaml',
    mine.replace('  web:', '  worker: { kind: ecs-service, cluster: mine, service: mine-worker }\n  web:'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const against = (command: string, file: string, ...more: readonly string[]) =>
  curfewHere([command, file, '--rehearsal', '--deployed', deployed, ...more]);

it('curfew diff exits with 0 and says so where the file is what is deployed', async () => {
  const { code, stdout } = await against('diff', deployed);

  expect([code, stdout]).toEqual([0, expect.stringMatching(/deployed\.yaml is what is deployed, v2 \(/)]);
});

it('curfew diff exits with 1 and says what differs, when it takes effect, and what tonight brings', async () => {
  const { code, stdout } = await against('diff', earlier);

  expect(code).toBe(1);
  expect(stdout).toMatch(/~ schedule\.stop\.at +20:00 → 19:00 +at once, with its schedules/);
  expect(stdout).toMatch(/- resources\.web\.dependsOn +- api +with the next run/);
  expect(stdout).toMatch(/stop comes at 19:00/);
  expect(stdout).toMatch(/2 changes: .*curfew apply .*earlier\.yaml/);
});

it('curfew diff names the rights that a change needs, and what can be applied without them', async () => {
  const { stdout } = await against('diff', bigger);

  expect(stdout).toMatch(/\+ resources\.worker +\+ ecs-service mine\/mine-worker +after a deployment: new rights/);
  expect(stdout).toMatch(/ecs:DescribeServices, ecs:UpdateService on service\/mine\/mine-worker \(start, stop\)/);
  expect(stdout).toMatch(/curfew deploy .*bigger\.yaml` makes all of them/);
});

it('curfew diff gives programs the same', async () => {
  const { code, stdout } = await against('diff', earlier, '--json');

  expect([code, JSON.parse(stdout)]).toMatchObject([
    1,
    {
      environment: 'mine',
      version: 2,
      same: false,
      changes: [
        { change: 'changed', path: 'schedule.stop.at', text: '20:00 → 19:00', takesEffect: 'schedules' },
        { change: 'removed', path: 'resources.web.dependsOn', takesEffect: 'next-run' },
      ],
      newRights: [],
      simulated: true,
    },
  ]);
});

it('curfew apply makes a file the next version and sets its schedules, in seconds', async () => {
  const { code, stdout } = await against('apply', earlier, '--why', 'winter hours');

  expect([code, stdout]).toEqual([0, expect.stringMatching(/mine: v3 applied, schedules set, \d+\.\d s/)]);
});

it('curfew apply refuses what needs new rights and exits with 1', async () => {
  const { code, stderr } = await against('apply', bigger);

  expect([code, stderr]).toEqual([1, expect.stringContaining('ecs:UpdateService on service/mine/mine-worker')]);
});

it('curfew apply refuses a file that is not valid, with line and remedy, and exits with 2', async () => {
  const { code, stderr } = await against('apply', fileOf('wrong.yaml', mine.replace('20:00', '25:00')));

  expect([code, stderr]).toEqual([2, expect.stringMatching(/wrong\.yaml:\d+:\d+: schedule\.stop\.at/)]);
});

it('curfew show prints the file that is deployed, and nothing else', async () => {
  const { code, stdout } = await curfewHere(['show', deployed, '--rehearsal']);

  expect([code, stdout]).toEqual([0, readFileSync(deployed, 'utf8')]);
});

it('curfew history says who, when and why, and programs get JSON Lines, newest first', async () => {
  const { stdout } = await curfewHere(['history', deployed, '--rehearsal', '--json']);

  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ version: 2, by: 'stack rehearsal', byIsVerified: true }, { version: 1 }]);
});

it('curfew apply --version and curfew show --version know which versions there are not', async () => {
  for (const command of ['apply', 'show']) {
    const { code, stderr } = await curfewHere([command, deployed, '--rehearsal', '--version', '41']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('mine has no version 41')]);
  }
});

it('curfew adopt changes who owns a definition', async () => {
  const { code, stdout } = await curfewHere(['adopt', deployed, '--owner', 'stack', '--rehearsal', '--json']);

  expect([code, JSON.parse(stdout)]).toMatchObject([0, { environment: 'mine', owner: 'stack', stack: 'rehearsal' }]);
});
