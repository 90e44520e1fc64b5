// A run that does not keep to its version of the definition is found out, in nights made for it and in random ones.
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { randomNight } from '#sim/random/night.ts';
import { slotTimes } from '#sim/random/times.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { nightOf } from '#test/support/nights.ts';
import { broken, type Replace } from './broken.ts';

/** Reads the current version whenever it is invoked, whatever it is pinned to. */
const currentAtEachInvocation: Replace = (deps) => {
  const { pin, read } = deps.definitions;
  return { ...deps, definitions: { pin, read: async (environment) => read(environment, await pin(environment)) } };
};

const reversed = (definition: Definition): Definition => ({
  ...definition,
  resources: definition.resources.toReversed(),
});

/** The stop dies, and before it is resumed somebody applies another version. */
const night = () => {
  const made = nightOf('staging');
  const [stop] = slotTimes(made.definition, made);
  const at = stop?.ms ?? 0;
  const definition = reversed(made.definition);
  return {
    ...made,
    timeline: [
      { at: at - 1, do: 'crash', function: 'stop', afterCalls: 5 },
      { at: at + 20_000, do: 'redefine', definition, saysTheSame: true },
    ],
  } as const;
};

describe('a run and the version of its definition', () => {
  it('a run that dies and is resumed after another version was applied keeps its own, and the next run takes the new one', async () => {
    const { reports, lines, scenario, ...rest } = await rehearse(night());

    expect(violationsOf({ reports, lines, scenario, ...rest })).toEqual([]);
    expect(lines.some(({ event }) => event.type === 'invocation' && event.phase === 'resumed')).toBe(true);
    expect(reports.map(({ action, definition }) => [action, definition?.version])).toEqual([
      ['stop', 1],
      ['start', 2],
    ]);
  });

  it('a run that reads the current version at each invocation is found out', async () => {
    expect([...(await broken(currentAtEachInvocation, night()))]).toContain('runsKeepTheirDefinition');
  });

  it('a run that says another version than it worked by is found out', async () => {
    const lying: Replace = (deps) => {
      const { pin, read } = deps.definitions;
      return {
        ...deps,
        definitions: { read, pin: async (environment) => ({ ...(await pin(environment)), version: 1 }) },
      };
    };
    const made = nightOf('staging');
    const applied = { at: made.fromMs, do: 'redefine', definition: made.definition, saysTheSame: true } as const;

    expect([...(await broken(lying, { ...made, timeline: [applied] }))]).toContain('runsKeepTheirDefinition');
  });

  it('in random nights somebody applies new versions, mostly while a run is at work', () => {
    const many = Array.from({ length: 60 }, (_, seed) => randomNight(seed));
    const applied = many.map(({ timeline }) => timeline.filter((entry) => entry.do === 'redefine').length);

    expect([...new Set(applied)]).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
  });
});
