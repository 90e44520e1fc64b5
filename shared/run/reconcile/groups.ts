// What of an environment is due to be the same is looked at together: all of it, unless somebody asked for some resources alone, or a
// resource has a week of its own. Pure.
import type { Action } from '#core/action.ts';
import { namesFor, partOf } from '#definition/part.ts';
import { isOneGroup, type WantedEach, type WantedGroup } from '#definition/schedule/wanted-each.ts';
import { actionTowards } from '#definition/schedule/wanted-state.ts';
import { type Correction, reconcile, type Situation } from './reconcile.ts';
import { runsAbout } from './runs-about.ts';

const situationOf = (situation: Situation, { wanted, names }: WantedGroup): Situation => ({
  ...situation,
  wanted,
  definition: partOf(situation.definition, names),
  reports: runsAbout(situation.reports, names),
  memories: situation.memories.filter(({ resource }) => names.has(resource)),
  part: { all: situation.definition.resources, isWhole: wanted === situation.wanted },
});

/** Each with what it is due to be. `situation.wanted` is what the environment is as a whole. */
export const situationsOf = (situation: Situation, each: WantedEach): Situation[] =>
  isOneGroup(each) ? [situation] : each.groups.map((group) => situationOf(situation, group));

const named = (correction: Correction, { definition, part, wanted }: Situation): Correction => {
  if (correction.kind !== 'invoke' || !part || !wanted) return correction;
  const names = new Set(definition.resources.map(({ name }) => name));
  return { ...correction, only: namesFor(part.all, correction.action, names) };
};

/** One run at a time; what else is to be done waits for the next look. What is to be said of each is said. */
export const corrections = (
  situations: readonly Situation[],
): { readonly of: Situation; readonly what: Correction }[] => {
  const all = situations.map((of) => ({ of, what: named(reconcile(of), of) }));
  const run = all.find(({ what }) => what.kind === 'invoke');
  return run ? [run] : all;
};

/** Which of them a look is to be for, each with what matters to its action. */
export const byAction = (situations: readonly Situation[]): ReadonlyMap<Action, Situation['definition']['resources']> =>
  new Map(
    [...Map.groupBy(situations, ({ wanted }) => wanted && actionTowards(wanted))].flatMap(([action, same]) =>
      action ? [[action, same.flatMap(({ definition }) => definition.resources)] as const] : [],
    ),
  );
