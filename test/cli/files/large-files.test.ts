import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { validYaml } from '../../shared/definition/wrong-file.ts';
import { curfewHere } from '../in-process.ts';

const withResources = (count: number): string => {
  const more = Array.from(
    { length: count },
    (_, index) => `  r${index}: { kind: rds-instance, instance: i-${index} }\n`,
  );
  return `${validYaml}${more.join('')}`;
};

const folder = mkdtempSync(join(tmpdir(), 'curfew-large-'));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a file that is too large', () => {
  // Of 40,000 every key used to be compared with all before it: minutes, where reading takes seconds.
  it('a file that is too large with 40,000 resources is refused by their number, in the time that it takes to read it', {
    timeout: 60_000,
  }, () => {
    expect(() => parseDefinition(withResources(40_000), 'big.yaml')).toThrow(
      /names 4\d{4} resources, and a run can take care of 2200; split it/,
    );
  });

  it('a file that is too large of more than four million characters is not read at all', () => {
    expect(() => parseDefinition(`${validYaml}# ${'x'.repeat(4_000_000)}`, 'big.yaml')).toThrow(
      'is longer than 4 million characters; split it into several files',
    );
  });

  it('a file that is too large with twenty thousand levels of YAML is reported in one sentence', async () => {
    const { code, stderr } = await curfewHere(['validate', file('deep.yaml', `environment: ${nested(20_000)}`)]);

    expect(code).toBeGreaterThan(0);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stderr).toContain('is nested too deeply');
  });

  it.each([
    ['lists', nested(100_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['101 lists', nested(101)],
  ])('a file that is too large with a JSON event of nested %s is reported in one sentence', async (_what, json) => {
    const { code, stderr } = await curfewHere(['render', file('deep.json', json)]);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^.*deep\.json is nested deeper than 100 levels; no event of AWS is\n$/);
  });
});
