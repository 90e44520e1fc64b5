// One topic deleted and made again, with its manifest stored before anything is deleted.
import type { Manifest, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import type { HeldLease } from './lease.ts';
import { finishRecreate, refuseRecreate } from './recreate.ts';

export type At = { readonly cluster: string; readonly run: string; readonly lease: HeldLease };

/** Brings a topic to its end whose manifest is stored: also one that another run left behind. */
export const finishManifest = async (manifest: Manifest, at: At, deps: CleanupDependencies): Promise<TopicOutcome> =>
  finishRecreate(manifest, {
    admin: deps.admin,
    pause: deps.pause,
    save: async (settled) => void (await deps.store.saveManifest(at.cluster, settled)),
    mayGoOn: async () => deps.remainingMs() > cleanupLimits.lastMs && (await at.lease.renew()),
  });

/** A run that died between settling a manifest and noting the outcome finds it here. */
const settled = ({ topic, state }: Manifest): TopicOutcome | undefined =>
  state === 'done' ? { topic, outcome: 'recreated', reason: 'deleted and made again as it was' } : undefined;

export const recreateTopic = async (
  planned: PlannedTopic,
  known: Manifest | undefined,
  at: At,
  deps: CleanupDependencies,
): Promise<TopicOutcome> => {
  const { topic, id, shape } = planned;
  if (id === undefined || shape === undefined) throw new Error(`${topic} was planned to be recreated without a shape`);
  if (known?.run === at.run && known.oldId === id) {
    const outcome = known.state === 'deleting' ? await finishManifest(known, at, deps) : settled(known);
    if (outcome) return outcome;
  }
  const refused = await refuseRecreate({ ...planned, shape }, deps);
  if (refused) return refused;
  const writtenAt = deps.runtime.now().toISOString();
  const manifest: Manifest = { topic, oldId: id, run: at.run, shape, writtenAt, state: 'deleting' };
  const standing = await deps.store.saveManifest(at.cluster, manifest);
  if (standing.oldId !== id) {
    const reason = `not touched: ${standing.run} left a manifest of another topic of this name: resume that run first`;
    return { topic, outcome: 'failed', reason, errorCode: 'MANIFEST_OPEN' };
  }
  return finishManifest(standing, at, deps);
};
