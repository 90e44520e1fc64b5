import { isDeepStrictEqual } from 'node:util';
import { within } from './only-own-changes-are-undone.ts';
import { type Owned, walkOwners } from './owners.ts';
import { ran } from './reports.ts';
import type { Invariant } from './violation.ts';

const detailOf = (name: string, { desired, scaling, wish, wishedScaling }: Owned): string | undefined => {
  if (desired !== wish && desired !== within(wish, wishedScaling))
    return `${name} has ${desired} tasks, its owner set ${wish}`;
  return isDeepStrictEqual(scaling, wishedScaling)
    ? undefined
    : `${name} scales by ${JSON.stringify(scaling)}, its owner set ${JSON.stringify(wishedScaling)}`;
};

/** After a start that is done, and nothing after it, counts, bounds and suspensions are what their owners want. */
export const countsComeBack: Invariant = {
  name: 'countsComeBack',
  judge(rehearsal) {
    const last = rehearsal.reports.findLast((report) => ran(report) || report.outcome === 'superseded');
    if (last?.action !== 'start' || last.outcome !== 'done') return [];
    const owners = walkOwners(rehearsal, () => {});
    const at = Date.parse(last.endedAt);
    const isAbout = (name: string): boolean =>
      last.only === undefined || last.resources.some(({ resource }) => resource === name);
    return [...owners].flatMap(([resource, owned]) => {
      if (!isAbout(resource)) return [];
      const detail = detailOf(resource, owned);
      return detail === undefined ? [] : [{ at, resource, detail }];
    });
  },
};
