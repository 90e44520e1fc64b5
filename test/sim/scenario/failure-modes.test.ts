// The table of what goes wrong elsewhere names scenarios and invariants that exist, at least one in every line.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { invariants } from '#sim/invariants/all.ts';

const lines = readFileSync('docs/internals/failure-modes.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

const isProof = (name: string): boolean =>
  existsSync(`sim/scenarios/${name}.yaml`) || invariants.some((invariant) => invariant.name === name);

it.each(lines)('the failure mode%s "%s" is shown not to happen', (_, what = '', proof = '') => {
  const names = [...proof.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);

  expect(what).not.toBe('');
  expect(names.filter((name) => !isProof(name))).toEqual([]);
  expect(names.length > 0 || proof.includes('the test with 120 databases')).toBe(true);
});
