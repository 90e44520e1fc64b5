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

describe('definitions that are validated together', () => {
  it('definitions that are validated together are wrong where two of them stop and start the same thing', async () => {
    const { code, stdout, stderr } = await curfewHere(['validate', qa, twin]);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('resources.db: rds-instance qa-db is `db` of twin, too');
    expect(stderr).toContain('resources.scoring: ecs-service qa/qa-scoring is `points` of twin, too');
    // Kafka and a cache that is kept are only looked at.
    expect(stderr).not.toContain('resources.kafka');
    expect(stderr).not.toContain('resources.cache');
  });

  it('definitions that are wrong together are told to programs, too', async () => {
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
