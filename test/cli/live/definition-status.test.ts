// File, deployed and used version of a definition, side by side.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantedBy } from '#access/granted.ts';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import { parseDefinition } from '#definition/load.ts';
import type { DefinitionVersion, GrantedAccess } from '#definition/versions/version.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { toGrantedAccess } from '#functions/control/granted.ts';
import { mine } from '#test/shared/access/change-kinds.ts';
import { definitionStatus, filesCompared } from '../../../cli/live/definition-status.ts';
import { curfewHere } from '../in-process.ts';

const pin = { version: 41, hash: 'f41' };
const versionOf = (content: unknown): DefinitionVersion => ({
  ...{ ...pin, at: '2026-11-30T17:02:00Z', by: 'ana', byIsVerified: true },
  ...{ environment: 'mine', schema: 1, yaml: '', content, access: '' },
});

/** Ana holds the environment up until 23:00. */
const held = `name: held
environment: mine.yaml
seed: 1
clock: { from: 2026-11-30T19:30:00+01:00, to: 2026-12-01T09:00:00+01:00 }
timeline:
  - { at: 2026-11-30T19:35:00+01:00, override: { upUntil: 2026-11-30T23:00:00+01:00, by: ana, why: release } }
`;

type Given = {
  /** What stands in the table; nothing was ever applied without it. */
  readonly read?: () => Promise<DefinitionVersion>;
  readonly reports?: readonly Pick<Report, 'definition'>[];
  readonly file?: string;
  readonly granted?: GrantedAccess;
};

const stands = ({ read, reports = [], file = mine, granted }: Given) =>
  definitionStatus({
    environment: 'mine',
    versions: {
      current: async () => (read ? { ...pin, at: '2026-11-30T17:02:00Z' } : undefined),
      read: read ?? (async () => Promise.reject(new Error('nothing to read'))),
      granted: async () => granted,
      observed: async () => [{ function: 'reconcile', version: 40, hash: 'f40', at: '2026-11-29T17:02:00Z' }],
      sides: filesCompared,
    },
    reports: reports as readonly Report[],
    file: { file: 'mine.yaml', text: file, definition: parseDefinition(file, 'mine.yaml') },
  });

const deployed = async () => versionOf(readYaml(mine).content);

describe('the status of a definition', () => {
  it.each([
    ['the same', mine, 0],
    ['the same but for comments', `# winter\n${mine}`, 0],
    ['another hour', mine.replace('20:00', '19:00'), 1],
    ['another hour and one dependency less', mine.replace('20:00', '19:00').replace('dependsOn: [api]', ''), 2],
  ])('the status of a definition counts the places in which the file differs: %s', async (_what, file, differences) => {
    expect(await stands({ read: deployed, file })).toMatchObject({ file: 'mine.yaml', differences, deployed: pin });
  });

  it('the status of a definition names the version of the last run that has one, and of each function', async () => {
    const byVersion = { definition: { version: 39, hash: 'f39' } };
    const { used } = await stands({ read: deployed, reports: [{}, byVersion] });

    expect(used.map(({ by, version }) => `${by} ${version}`)).toEqual(['last run 39', 'reconcile 40']);
  });

  it('the status of a definition says so where none is deployed', async () => {
    expect(await stands({})).toMatchObject({ deployed: null, differences: null });
  });

  it('the status of a definition says what the stack granted, and what of it the file lacks', async () => {
    const at = '2026-11-30T17:00:00Z';
    const standing = {
      owner: 'cli',
      stack: 'curfew-mine',
      granted: grantedBy(parseDefinition(mine, 'mine.yaml')),
    } as const;
    const granted = toGrantedAccess({ standing, template: 'curfew-mine', at });
    const other = mine.replace('service: mine-jobs', 'service: mine-other');

    expect((await stands({ read: deployed, granted })).access).toEqual({
      ...{ stack: 'curfew-mine', at, owner: 'cli', missing: [] },
    });
    expect((await stands({ read: deployed, granted, file: other })).access?.missing).toEqual([
      'ecs:DescribeServices, ecs:UpdateService on service/mine/mine-other (start, stop)',
      'ecs:DescribeServices on service/mine/mine-other (reconcile)',
    ]);
    expect((await stands({ read: deployed })).access).toBeNull();
  });

  it.each([
    ['gone', () => Promise.reject(new OperationError('INVALID', 'definition v41 of mine is gone'))],
    ['of a newer release', async () => versionOf({ environment: 'mine', siestas: [] })],
  ])('the status of a definition does not fail for a version that is %s', async (_what, read) => {
    expect(await stands({ read })).toMatchObject({ deployed: pin, differences: null });
  });
});

describe('curfew status', () => {
  let folder = '';
  const fileOf = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'curfew-status-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('curfew status shows file, deployed and used version in one line', async () => {
    const [file, before] = [fileOf('mine.yaml', mine), fileOf('before.yaml', mine.replace('20:00', '19:00'))];
    const [same, other] = [
      await curfewHere(['status', file, '--rehearsal']),
      await curfewHere(['status', file, '--deployed', before]),
    ];

    expect(other.stdout).toMatch(/\n {2}rights: enough for your file · granted by rehearsal\n/);
    expect(same.stdout).toContain('\n  definition v1 · your file is the same · used: reconcile v1\n');
    expect(stripVTControlCharacters(other.stdout)).toContain(
      '\n  definition v2 · your file differs in 1 place · used: reconcile v1\n',
    );
  });

  it('curfew status gives programs the same', async () => {
    const [file, before] = [fileOf('mine.yaml', mine), fileOf('before.yaml', mine.replace('20:00', '19:00'))];
    const { stdout } = await curfewHere(['status', file, '--deployed', before, '--json']);

    expect(JSON.parse(stdout).definition).toMatchObject({
      ...{ file, differences: 1, deployed: { version: 2 } },
      used: [{ by: 'reconcile', version: 1 }],
    });
  });

  it('curfew runs says by which version each run worked', async () => {
    const { stdout } = await curfewHere(['runs', fileOf('mine.yaml', mine), '--rehearsal']);

    expect(stdout).toMatch(/run +definition +requested by/);
    expect(stdout).toMatch(/mine-stop-\S+ +v1 +schedule/);
  });

  it('curfew diff knows of a hold that skips tonight', async () => {
    const file = fileOf('mine.yaml', mine);
    const later = fileOf('later.yaml', mine.replace('20:00', '21:00'));
    const scenario = fileOf('held.yaml', held);
    const night = ['--scenario', scenario, '--at', '19:45'];
    const { stdout } = await curfewHere(['diff', later, ...night, '--deployed', file]);

    expect(stdout).toMatch(/Tonight's stop would come at 21:00, but a hold keeps it up until 23:00\./);
  });
});
