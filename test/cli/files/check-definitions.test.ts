// `curfew validate` of several definitions checks them against each other.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { validYaml } from '../../shared/definition/wrong-file.ts';
import { curfewHere } from '../in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, text);
  return path;
};

const qa = file('qa', validYaml);
const twin = file('twin', validYaml.replace('environment: qa', 'environment: twin').replaceAll('scoring:', 'points:'));
const alone = file(
  'alone',
  validYaml
    .replace('environment: qa', 'environment: alone')
    .replaceAll('qa-', 'alone-')
    .replaceAll('cluster: qa', 'cluster: alone'),
);

/** With names as long as ECS takes them, so that a few say what hundreds of ordinary ones do. */
const large = (access: string): string => {
  const services = Array.from(
    { length: 160 },
    (_, index) =>
      `  s${index}: { kind: ecs-service, cluster: ${'c'.repeat(200)}, service: ${'s'.repeat(250)}${index} }`,
  );
  return file(
    'large',
    `${validYaml.replace('environment: qa', 'environment: large').trimEnd()}\n${services.join('\n')}\n${access}`,
  );
};

describe('a definition whose rights are too many for IAM', () => {
  it('a definition whose rights are too many for IAM is refused at its resources, with what to do about it', async () => {
    const { code, stdout, stderr } = await curfewHere(['validate', large('')]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /large\.yaml:\d+:1: resources: \d+ resources by their names are too much for IAM: .*; split it/,
    );
  });

  it('a definition whose rights would be too many is valid with access: cluster, and says how far that reaches', async () => {
    const { code, stdout } = await curfewHere(['validate', large('access: cluster\n')]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/⚠ .*large\.yaml:\d+:1: access: start and stop may change every service of `qa`, `c+`/);
  });
});

describe('definitions that are validated together', () => {
  it('definitions that are validated together are wrong where two of them stop and start the same thing', async () => {
    const { code, stdout, stderr } = await curfewHere(['validate', qa, twin]);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('resources.db: rds-instance qa-db is `db` of twin. Two environments that ');
    expect(stderr).toContain(
      'resources.scoring: ecs-service qa/qa-scoring is `points` of twin. Two environments that ',
    );
    // Kafka and a cache that is kept are only looked at.
    expect(stderr).not.toContain('resources.kafka');
    expect(stderr).not.toContain('resources.cache');
  });

  it('definitions that are wrong together are reported to programs, too', async () => {
    const { code, stdout } = await curfewHere(['validate', '--json', qa, twin]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(code).toBe(2);
    expect(lines).toMatchObject([
      { definition: qa, valid: false },
      { definition: twin, valid: false },
    ]);
  });

  it('definitions that are validated together are right by themselves, and with one that names other things', async () => {
    expect((await curfewHere(['validate', qa])).code).toBe(0);
    expect((await curfewHere(['validate', qa, alone])).code).toBe(0);
  });
});
