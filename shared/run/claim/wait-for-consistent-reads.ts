// Between taking over and looking: what the run that was superseded changed a moment ago reads may not show yet. A start that
// took the state before such a change for its goal would forget what is needed to undo it.

import type { Claim } from '#core/run.ts';
import type { NextPoll, Workflow } from '#core/workflow.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';

type Waited = { readonly sinceMs?: number; readonly nowMs: number };

const nextPoll = ({ sinceMs, nowMs }: Waited): NextPoll => {
  const leftMs = (sinceMs ?? nowMs) + limits.takeoverSeconds * 1_000 - nowMs;
  return leftMs <= 0 ? { done: true } : { done: false, afterSeconds: Math.ceil(leftMs / 1_000) };
};

/** Waits only after a takeover. The lease is held by then, so the other run changes nothing any more. */
export const waitForConsistentReads = async (
  workflow: Workflow,
  claim: Claim,
  { runtime }: Pick<Dependencies, 'runtime'>,
): Promise<void> => {
  if (!claim.granted || claim.superseded === undefined) return;
  const check = async ({ sinceMs }: Waited): Promise<Waited> => {
    const nowMs = runtime.now().getTime();
    return { sinceMs: sinceMs ?? nowMs, nowMs };
  };
  await workflow.waitUntil<Waited>('let reads catch up', { nowMs: claim.at }, check, nextPoll);
};
