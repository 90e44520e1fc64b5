// A plan as it is kept, against its hash: it lies in a table or in files, where it can be edited.
import type { StoredPlan } from '../cleanup-run.ts';
import { agreementOf, type CleanupDependencies } from '../dependencies.ts';

/** Why a stored plan is not the one that somebody read; `named` is the hash by which they name it. */
export const planProblem = (
  { run, topics }: StoredPlan,
  named: string | undefined,
  deps: Pick<CleanupDependencies, 'agreement'>,
): string | undefined => {
  const hash = agreementOf(deps).hashOf({ ...run, topics });
  return hash === run.hash && (named === undefined || named === hash)
    ? undefined
    : `the stored plan ${run.run} does not match its hash ${named ?? run.hash}: it was edited or written by another version; plan again`;
};
