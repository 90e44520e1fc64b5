// What of an environment is due to be the same is looked at together: all of it, unless somebody asked for some resources alone, or a
// resource has a week of its own. Pure.
import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import { namesFor, namesToDo, partOf } from '#definition/part.ts';
import { isOneGroup, type WantedEach, type WantedGroup } from '#definition/schedule/wanted-each.ts';
import { actionTowards } from '#definition/schedule/wanted-state.ts';
import type { Correction, Situation } from './correction.ts';
import { isDoneOrSkipped } from './difference.ts';
import { isRightOrGone, reconcile } from './reconcile.ts';
import { runsAbout } from './runs-about.ts';

const situationOf = (situation: Situation, { wanted, names }: WantedGroup): Situation => ({
  ...situation,
  wanted,
  definition: partOf(situation.definition, names),
  reports: runsAbout(situation.reports, names),
  memories: situation.memories.filter(({ resource }) => names.has(resource)),
  part: {
    all: situation.definition.resources,
    isWhole: wanted === situation.wanted,
    reports: situation.reports,
  },
});

/** With what of the others is as it is due: a resource waits for what may be due for another reason. */
const knowingOthers = (of: Situation, _: number, all: readonly Situation[]): Situation => {
  if (!of.part) return of;
  const isRightElsewhere = (resource: string): boolean =>
    all.some(
      (one) =>
        one !== of &&
        one.wanted !== undefined &&
        one.wanted.state === of.wanted?.state &&
        one.definition.resources.some(({ name }) => name === resource) &&
        isRightOrGone({ ...one, wanted: one.wanted })(resource),
    );
  return { ...of, part: { ...of.part, isRightElsewhere } };
};

/** Each with what it is due to be. `situation.wanted` is what the environment is as a whole. */
export const situationsOf = (situation: Situation, each: WantedEach): Situation[] =>
  isOneGroup(each) ? [situation] : each.groups.map((group) => situationOf(situation, group)).map(knowingOthers);

/** All that failed in a run, as its report told it: what is made again may have to do with more than what is made again for. */
const failingIn = (run: string, reports: readonly Report[]): string[] | undefined =>
  reports
    .find((report) => report.run === run)
    ?.resources.flatMap((one) => (isDoneOrSkipped(one) ? [] : [one.resource]));

const named = (correction: Correction, { definition, part, wanted }: Situation): Correction => {
  if (correction.kind !== 'invoke' || !part || !wanted) return correction;
  const { action, retry } = correction;
  const names = namesToDo(definition.resources, action);
  const failing = retry && failingIn(retry.of, part.reports);
  return {
    ...correction,
    only: namesFor(part.all, action, names),
    ...(retry && failing ? { retry: { ...retry, failing } } : {}),
  };
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
