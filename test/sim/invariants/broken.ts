// A night with one part replaced by a broken one.
import type { Definition } from '#definition/definition.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import type { Watcher } from '#sim/simulation.ts';
import { nightOf } from '#test/support/nights.ts';

export type Replace = NonNullable<Watcher['replace']>;

/** Runs read another definition in the table than was put there. */
export const defining =
  (change: (definition: Definition) => Definition): Replace =>
  (deps) => {
    const { pin, read } = deps.definitions;
    return { ...deps, definitions: { pin, read: async (environment, of) => change(await read(environment, of)) } };
  };

export const broken = async (replace: Replace, scenario: Scenario = nightOf('staging')): Promise<Set<string>> =>
  new Set(violationsOf(await rehearse(scenario, { replace })).map(({ invariant }) => invariant));

/** Keeps its state otherwise than the real store. */
export const storing =
  (change: (state: StateStore) => Partial<StateStore>): Replace =>
  (deps) => ({ ...deps, state: { ...deps.state, ...change(deps.state) } });
