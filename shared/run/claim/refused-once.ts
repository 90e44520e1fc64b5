// A run that knows no definition changes nothing and says so. Of several deliveries of one slot, one does.
import type { Action } from '#core/action.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { tryStep } from '../step.ts';
import { unclaimed } from './claim-run.ts';
import type { Refused } from './identify.ts';

/**
 * The slot itself is not claimed: a delivery that comes later, and can read the definition, is free to do the work. Where the
 * table does not answer every delivery says it: twice is better than never.
 */
export const refusedOnce = async (
  workflow: Workflow,
  action: Action,
  request: RunRequest,
  identity: Refused,
  { state }: Pick<Dependencies, 'state'>,
): Promise<Claim> => {
  const failed = unclaimed(action, request, identity, identity.refused);
  const { environment, scheduledTime, readyBy, dryRun } = request;
  if (scheduledTime === undefined || dryRun) return failed;
  const slot = { action, scheduledTime: readyBy ?? scheduledTime, refusal: true } as const;
  const claimed = await tryStep(
    workflow,
    'claim the refusal',
    () => state.claimSlot(environment, slot, identity.id),
    limits.stepRetry,
  );
  if (!claimed.ok || claimed.value === identity.id) return failed;
  const reason = 'another delivery of this slot reports that nothing could be changed';
  return { ...failed, granted: false, outcome: 'duplicate', reason };
};
