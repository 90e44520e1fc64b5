// The scenario files are tests: every one is rehearsed, holds the invariants, and ends as its first lines say.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeExpectations } from '#sim/expect/judge.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { documentedTypes } from './documented-types.ts';
import { expectedNights as expected } from './expected-nights.ts';
import { eventsOf, type Night } from './night-facts.ts';

const folder = 'sim/scenarios';

/** Each is read once. */
const scenarios = new Map(
  readdirSync(folder).map((file) => [file.replace(/\.yaml$/, ''), loadScenario(`${folder}/${file}`)] as const),
);
const names = [...scenarios.keys()];

const rehearsed = async (name: string): Promise<Night> => {
  const scenario = scenarios.get(name);
  if (!scenario) throw new Error(`there is no scenario ${name}`);
  const rehearsal = await rehearse(scenario);
  const end = eventsOf(rehearsal, 'end')[0];
  if (!end) throw new Error('the trace has no end');
  return { ...rehearsal, end };
};

const documented = documentedTypes(readFileSync('docs/scenarios.md', 'utf8'));

describe('the scenario files', () => {
  it('the scenario files expect something themselves or have an entry in the table', () => {
    const expecting = names.filter((name) => scenarios.get(name)?.expect !== undefined);

    expect(names.filter((name) => !expecting.includes(name))).toEqual(
      names.filter((name) => expected[name] !== undefined && !expecting.includes(name)),
    );
    expect(Object.keys(expected).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(names)('the scenario %s ends as it says, and nothing unsafe happens on the way', async (name) => {
    const night = await rehearsed(name);

    expect(violationsOf(night)).toEqual([]);
    expect(judgeExpectations(night).filter(({ met }) => !met)).toEqual([]);
    if (expected[name])
      expect(night.reports.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(expected[name].runs);
    expect(documented, 'docs/scenarios.md explains every type of line').toEqual(
      expect.arrayContaining([...new Set(night.lines.map(({ event }) => event.type))]),
    );
    expect(night.end.lease, 'the lease is given back').toBeNull();
    expected[name]?.holds?.(night);
  });

  it.each(names)('the scenario %s tells people first what it is and what to expect', (name) => {
    const [first = '', ...rest] = readFileSync(`${folder}/${name}.yaml`, 'utf8').split('\n');

    expect(first).toMatch(/^# \S/);
    expect(rest.some((line) => line.startsWith('# Expect: '))).toBe(true);
  });
});
