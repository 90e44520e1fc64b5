// A manifest as it is kept, against the plan of its run: both lie in a table or in files, where they can be edited, and a manifest
// says with which settings a topic is made again.
import type { Manifest, TopicOutcome } from '#core/cleanup.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { manifestHash } from '../plan/hash.ts';
import { planProblem } from './stored-plan.ts';

/**
 * With the shape of the plan that somebody agreed to. A plan is kept for a month and an open manifest for ever: without a plan its own
 * hash has to do. Undefined: no plan that was read says this.
 */
export const agreedManifest = async (
  manifest: Manifest,
  cluster: string,
  deps: Pick<CleanupDependencies, 'store' | 'agreement'>,
): Promise<Manifest | undefined> => {
  const { topic, oldId, run, hash } = manifest;
  const plan = await deps.store.readPlan(cluster, run);
  if (!plan || planProblem(plan, undefined, deps) !== undefined)
    return hash === manifestHash(manifest) ? manifest : undefined;
  const planned = plan.topics.find((one) => one.topic === topic && one.id === oldId && one.action === 'recreate');
  return planned?.shape && { ...manifest, shape: planned.shape };
};

/** Neither created nor repaired: nobody agreed to what it says. */
export const notAgreed = async (
  { topic, run }: Manifest,
  { admin }: Pick<CleanupDependencies, 'admin'>,
): Promise<TopicOutcome> => {
  const exists = (await admin.topics([topic])).get(topic)?.kind === 'known';
  const why = `its manifest is not what the plan of ${run} says: it was edited or written by another version`;
  const reason = exists
    ? `left alone as it is now: ${why}`
    : `not recreated: ${why}. If it is missing, create it by hand as that plan shows it`;
  return { topic, outcome: 'failed', reason, errorCode: 'NEEDS_ATTENTION' };
};
