import { isDeepStrictEqual } from 'node:util';
import type { Scaling } from '#kinds/ecs-service/observation.ts';
import { within } from './only-own-changes-are-undone.ts';
import { type Owned, walkOwners } from './owners.ts';
import { ran } from './reports.ts';
import type { Invariant } from './violation.ts';

/** What its owner wants, or where his schedule fired about when its scaling was resumed, what it said before. */
const wishesOf = ({ wishedScaling, allowed }: Owned): readonly (Scaling | undefined)[] => [
  wishedScaling,
  ...(wishedScaling ? allowed.map(({ min, max }) => ({ ...wishedScaling, min, max })) : []),
];

const detailOf = (name: string, owned: Owned): string | undefined => {
  const { desired, scaling, wish, wishedScaling } = owned;
  const wishes = wishesOf(owned);
  if (desired !== wish && !wishes.some((one) => desired === within(wish, one)))
    return `${name} has ${desired} tasks, its owner wants ${wish}`;
  return wishes.some((one) => isDeepStrictEqual(scaling, one))
    ? undefined
    : `${name} scales by ${JSON.stringify(scaling)}, its owner wants ${JSON.stringify(wishedScaling)}`;
};

/** After a start that is done, and nothing after it, counts, bounds and suspensions are what their owners want. */
export const countsComeBack: Invariant = {
  name: 'countsComeBack',
  judge(rehearsal) {
    const last = rehearsal.reports.findLast((report) => ran(report) || report.outcome === 'superseded');
    if (last?.action !== 'start' || last.outcome !== 'done') return [];
    const owners = walkOwners(rehearsal, () => {});
    const at = Date.parse(last.endedAt);
    return [...owners].flatMap(([resource, owned]) => {
      const detail = detailOf(resource, owned);
      return detail === undefined ? [] : [{ at, resource, detail }];
    });
  },
};
