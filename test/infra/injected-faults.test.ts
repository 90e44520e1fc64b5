// Every fault of the list is found, by the check that it is said to be found by, and the list for people is this one.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { soundDefinition } from './faults/in-definitions.ts';
import { foundByValidation, injectedFaults } from './injected-faults.ts';

// What the validation of templates finds is in its own test: its rules take seconds to load.
const foundHere = injectedFaults.filter((one) => !foundByValidation.includes(one));

describe('a fault is found:', () => {
  it.each(foundHere)('an injected fault is found by the checks: $fault', async ({ findings, about }) => {
    const found = (await findings()).map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)));

    expect(found.filter((one) => about.test(one))).not.toEqual([]);
  });
});

it('the definition that the faults are put into is accepted without them', () => {
  expect(parseDefinition(soundDefinition, 'small.yaml').environment).toBe('small');
});

it('the list of faults names checks that are there', () => {
  for (const { caughtBy } of injectedFaults)
    for (const [, file] of caughtBy.matchAll(/([\w-]+\.test\.ts)/g))
      expect(globSync(`test/infra/**/${file}`), file).toHaveLength(1);
});

it('the list of faults is in docs/internals/validation.md for people, in this order', () => {
  const rows = [
    ...readFileSync('docs/internals/validation.md', 'utf8').matchAll(/^\| (\d+) +\| (.+?) +\| (.+?) +\|$/gm),
  ];

  expect(rows.map(([, number, fault, caughtBy]) => ({ number, fault, caughtBy }))).toEqual(
    injectedFaults.map(({ fault, caughtBy }, index) => ({ number: String(index + 1), fault, caughtBy })),
  );
});
