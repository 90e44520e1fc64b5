// `curfew init` from end to end on the simulated AWS: what it writes, what it says, and what it refuses.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findDefinition, loadDefinition } from '#definition/load.ts';
import type { Resource } from '#kinds/resource.ts';
import { curfewHere } from '../in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
let files = 0;
const newFile = (): string => join(folder, `${++files}.yaml`);

const init = async (name: string, ...more: readonly string[]) => {
  const file = newFile();
  const ran = await curfewHere(['init', name, '--rehearsal', '--output', file, ...more]);
  return { ...ran, file };
};

const staging = findDefinition('staging', 'test/fixtures/environments');
const namedInAws = ({
  name: _,
  dependsOn: _needs,
  deadlineSeconds: _deadline,
  optional: _optional,
  ...rest
}: Resource) => {
  const { fallbackDesired: _count, ...identity } = { fallbackDesired: 0, ...rest };
  return identity;
};

describe('curfew init', () => {
  it('curfew init finds staging again: every resource, and every dependency but the one that only people know', async () => {
    const { code, stderr, stdout, file } = await init('staging');
    const { resources, ...rest } = loadDefinition(file);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(rest).toMatchObject({ environment: 'staging', region: 'us-east-1', schedule: { enabled: false } });
    expect(resources.map(namedInAws)).toEqual(expect.arrayContaining(staging.resources.map(namedInAws)));
    expect(Object.fromEntries(resources.map(({ name, dependsOn }) => [name, dependsOn.toSorted()]))).toEqual({
      'camunda-db': [],
      'dashboard-db': [],
      valkey: [],
      msk: [],
      camunda: ['camunda-db'],
      'clickhouse-agent': [],
      'dashboard-backend': ['dashboard-db', 'msk', 'scoring', 'valkey'],
      'events-ingestion': ['msk'],
      'kafka-ui': ['msk'],
      scoring: ['camunda', 'msk'],
      // In the environment's own definition it waits for events-ingestion, too: nothing in AWS says so.
      's3-sink': ['msk'],
    });
    expect(stdout).toContain('11 resources in 4 stages, 10 dependencies guessed');
  });

  it('curfew init marks every guess with what speaks for it, and shows no value of a variable', async () => {
    const { file, stdout } = await init('staging');
    const text = readFileSync(file, 'utf8');

    expect(text).toContain('- camunda # guessed: CAMUNDA_URL names it\n');
    expect(text).toMatch(/- valkey # guessed: CACHE_HOST names it; its security group \S+ admits \S+\n/);
    expect(text).toMatch(/fallbackDesired: \d # guessed: as many as now\n/);
    expect(`${text}${stdout}`).not.toMatch(/amazonaws|http:/);
  });

  it('curfew init writes a definition that plans and runs', async () => {
    const { file } = await init('staging');

    const plan = await curfewHere(['plan', file, 'stop', '--rehearsal', '--json']);
    expect(plan.code).toBe(0);
    expect(JSON.parse(plan.stdout).stages).toHaveLength(4);
    const stop = await curfewHere(['stop', file, '--rehearsal', '--follow', '--why', 'trying it out', '--json']);
    expect(stop.code).toBe(0);
    expect(JSON.parse(stop.stdout)).toMatchObject({ outcome: 'done', environment: 'staging' });
  });

  it('curfew init takes only what the filter lets through, and lists what it left out', async () => {
    const { code, stdout, file } = await init('staging', '--stack', 'staging-data', '--tag', 'environment=staging');

    expect(code).toBe(0);
    expect(loadDefinition(file).resources.map(({ name }) => name)).toEqual(['camunda-db', 'dashboard-db', 'valkey']);
    expect(stdout).toContain('⚠ No dependency was guessed: none of its kinds uses another resource.\n');
    expect(readFileSync(file, 'utf8')).toContain('# No dependsOn was guessed: none of its kinds uses');
    expect(stdout).toMatch(/Left out: 8\n[\s\S]*ecs-service: it is not in staging-data: .*poc-atlas-dev-camunda/);
  });

  it('curfew init leaves out what AWS cannot stop', async () => {
    const { code, stdout, file } = await init('mine', '--scenario', 'sim/scenarios/replica.yaml', '--json');

    expect(code).toBe(0);
    const { leftOut, resources } = JSON.parse(stdout);
    expect(leftOut).toEqual([
      {
        what: 'rds-instance',
        id: 'poc-atlas-dev-dashboard',
        why: 'read replica of poc-atlas-dev-reporting: RDS cannot stop replicas',
      },
    ]);
    expect(resources).toHaveLength(loadDefinition(file).resources.length);
    expect(resources.every(({ dependsOn }: { dependsOn: unknown }) => Array.isArray(dependsOn))).toBe(true);
  });

  it('curfew init writes what it could read, names the permission for the rest, and ends with 1', async () => {
    const scenario = newFile();
    writeFileSync(
      scenario,
      `name: denied\nenvironment: ${join(process.cwd(), 'test/fixtures/environments/staging.yaml')}\nseed: 1
clock: { from: 2026-11-20T19:30:00-03:00, to: 2026-11-21T09:00:00-03:00 }
timeline:
  - at: 2026-11-20T19:30:00-03:00
    fault: { operation: elasticache:DescribeReplicationGroups, error: AccessDenied, every: 1 }\n`,
    );
    const { code, stdout, file } = await init('mine', '--scenario', scenario);

    expect(code).toBe(1);
    expect(stdout).toContain(
      'elasticache:DescribeReplicationGroups: missing permission elasticache:DescribeReplicationGroups',
    );
    expect(loadDefinition(file).resources).toHaveLength(10);
  });

  it('curfew init writes nothing when nothing fits, and says what there is', async () => {
    const { code, stdout, stderr, file } = await init('mine', '--prefix', 'acme');

    expect({ code, stdout, exists: existsSync(file) }).toEqual({ code: 1, stdout: '', exists: false });
    expect(stderr).toContain('nothing that fits was found in us-east-1; no file was written');
    expect(stderr).toContain('its name does not begin with acme: poc-atlas-dev-camunda');
  });

  it('curfew init overwrites a file only with --force', async () => {
    const { file } = await init('staging');
    writeFileSync(file, 'mine');

    const refused = await curfewHere(['init', 'staging', '--rehearsal', '--output', file]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(`${file} exists already; give --output another file, or --force`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await curfewHere(['init', 'staging', '--rehearsal', '--output', file, '--force'])).code).toBe(0);
    expect(loadDefinition(file).resources).toHaveLength(11);
  });

  it.each([
    ['init staging --rehearsal', 'test/fixtures/environments/staging.yaml exists already'],
    ['init Staging --rehearsal', '`Staging` is not a name'],
    ['init mine --tag environment', 'It is a tag like environment=staging'],
    ['init mine --prefix=', 'It is empty'],
    ['init mine --rehearsal --output /nonexistent/mine.yaml', '/nonexistent/mine.yaml cannot be written'],
  ])('curfew init is answered with 2 and a remedy: curfew %s', async (args, says) => {
    const { code, stdout, stderr } = await curfewHere(args.split(' '));

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('without an account', () => {
  const nowhere = {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_PROFILE: '',
    AWS_REGION: '',
    AWS_DEFAULT_REGION: '',
  };

  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    ['no region is set', [], 2],
    ['No valid AWS credentials', ['--region', 'eu-west-1'], 1],
  ] as const)('curfew init without an account says what is missing: %s', async (says, more, expected) => {
    const file = newFile();
    for (const [name, value] of Object.entries(nowhere)) vi.stubEnv(name, value);
    const { code, stdout, stderr } = await curfewHere(['init', 'mine', '--output', file, ...more]);

    expect({ code, stdout, exists: existsSync(file) }).toEqual({ code: expected, stdout: '', exists: false });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
