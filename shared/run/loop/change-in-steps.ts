// The changes of a round as steps of the engine: one of each resource, or one of several where an environment has more changes to
// make than the engine has operations. What dies in the middle of a step makes all of it again, which changes nothing twice.
import { chunks } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { BranchWorkflow, Workflow } from '#core/workflow.ts';
import { limits } from '../limits.ts';
import type { Due } from './next-poll.ts';
import type { TimedResult } from './perform.ts';

type Change = (due: Due) => Promise<TimedResult>;
type Bug = (message: string | undefined) => TimedResult;
/** Of one resource, or of several in their order. */
type Changed = TimedResult | readonly TimedResult[];

const labelOf = ({ resource, effects }: Due): string =>
  `${resource.name}: ${effects.map((effect) => effect.do).join(', ')}`;

/** One that throws must not take the others with it: they have been changed. */
const together = (some: readonly Due[], change: Change, bug: Bug): Promise<TimedResult[]> =>
  Promise.all(
    some.map((due) =>
      change(due).catch((error: unknown) => bug(error instanceof Error ? error.message : String(error))),
    ),
  );

const branchOf = (some: readonly Due[], change: Change, bug: Bug) => {
  const [first, ...others] = some as [Due, ...Due[]];
  const isAlone = others.length === 0;
  const more = isAlone ? '' : ` and ${others.length} more`;
  return {
    name: `${first.resource.name}${more}`,
    run: (branch: BranchWorkflow) =>
      branch.step<Changed>(`${labelOf(first)}${more}`, () => (isAlone ? change(first) : together(some, change, bug))),
  };
};

const isList = (changed: Changed): changed is readonly TimedResult[] => Array.isArray(changed);

export const changeInSteps = async (
  workflow: Workflow,
  due: readonly Due[],
  perStep: number,
  change: Change,
  bug: Bug,
): Promise<[ResourceName, TimedResult][]> => {
  const groups = chunks(due, perStep);
  const branches = groups.map((some) => branchOf(some, change, bug));
  const results = await workflow.parallel<Changed>('act', branches, limits.changesPerRoundMax);
  return groups.flatMap((some, index) => {
    const result = results[index];
    const changed = result?.ok ? [result.value].flatMap((one) => (isList(one) ? one : [one])) : [];
    const message = result?.ok ? undefined : result?.error;
    return some.map(({ resource }, place): [ResourceName, TimedResult] => [
      resource.name,
      changed[place] ?? bug(message),
    ]);
  });
};
