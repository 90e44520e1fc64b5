// One topic deleted and recreated, with its manifest stored before anything is deleted.
import type { Manifest, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import { manifestHash } from '../plan/hash.ts';
import { agreedManifest, notAgreed } from './kept-manifest.ts';
import { finishRecreate, type RecreatePorts, recreatedText } from './recreate.ts';
import { rehearse } from './rehearsal.ts';
import { disagreements, type RunContext } from './run-context.ts';

type Deletion = Pick<RecreatePorts, 'whyNotDelete' | 'mayBeDeleted'>;

const finish = (
  manifest: Manifest,
  deletion: Deletion,
  { cluster, lease }: Pick<RunContext, 'cluster' | 'lease'>,
  deps: CleanupDependencies,
): Promise<TopicOutcome> =>
  finishRecreate(manifest, {
    admin: deps.admin,
    pause: deps.pause,
    save: async (settled) => void (await deps.store.saveManifest(cluster, settled)),
    mayGoOn: async () => deps.remainingMs() > cleanupLimits.lastMs && (await lease.renew()),
    ...deletion,
  });

/** Makes a topic again that is gone. Where it still exists it is another run's to delete, and stays. */
export const repairManifest = async (
  manifest: Manifest,
  at: Pick<RunContext, 'cluster' | 'lease'>,
  deps: CleanupDependencies,
): Promise<TopicOutcome> => {
  const { topic, run } = manifest;
  const agreed = await agreedManifest(manifest, at.cluster, deps);
  if (!agreed) {
    await deps.store.saveManifest(at.cluster, { ...manifest, state: 'needs-attention' });
    return notAgreed(manifest, deps);
  }
  const reason = `not deleted, unchanged: only ${run} can delete it, when resumed`;
  const whyNotDelete = async () => ({ topic, outcome: 'not-started', reason }) as const;
  return finish(agreed, { whyNotDelete, mayBeDeleted: true }, at, deps);
};

const disagreement = async (planned: PlannedTopic, context: RunContext, deps: CleanupDependencies) =>
  (await disagreements([planned], context, deps)).get(planned.topic);

/** A run that died between settling a manifest and noting the outcome finds it here. */
const settled = ({ topic, state, repaired = [] }: Manifest): TopicOutcome | undefined =>
  state === 'done' ? { topic, outcome: 'recreated', reason: recreatedText(repaired, false) } : undefined;

/** A topic that is gone is made again while there is any time at all; one that is there is not deleted in the last moment. */
const tooLate = (topic: string, { remainingMs }: CleanupDependencies): TopicOutcome | undefined =>
  remainingMs() < cleanupLimits.reserveMs
    ? { topic, outcome: 'not-started', reason: 'not enough time left: resume the run' }
    : undefined;

export const recreateTopic = async (
  planned: PlannedTopic,
  known: Manifest | undefined,
  context: RunContext,
  deps: CleanupDependencies,
): Promise<TopicOutcome> => {
  const { topic, id, shape } = planned;
  if (id === undefined || shape === undefined) throw new Error(`${topic} was planned for recreation without a shape`);
  const rehearsed = () => rehearse({ ...planned, shape }, deps);
  const disagreed = () => disagreement(planned, context, deps);
  if (known?.run === context.run && known.oldId === id) {
    const whyNotDelete = async () => tooLate(topic, deps) ?? (await rehearsed()) ?? (await disagreed());
    const outcome =
      known.state === 'deleting'
        ? // The hash stands for the plan's shape, and for nothing that a manifest says.
          await finish({ ...known, shape }, { whyNotDelete, mayBeDeleted: true }, context, deps)
        : settled(known);
    if (outcome) return outcome;
  }
  const refused = await rehearsed();
  if (refused) return refused;
  const writtenAt = deps.runtime.now().toISOString();
  const made = { topic, oldId: id, run: context.run, shape };
  const manifest: Manifest = { ...made, writtenAt, state: 'deleting', hash: manifestHash(made) };
  const standing = await deps.store.saveManifest(context.cluster, manifest);
  if (standing.oldId !== id) {
    const reason = `not touched: ${standing.run} left a manifest for another topic with this name: resume that run first`;
    return { topic, outcome: 'failed', reason, errorCode: 'MANIFEST_OPEN' };
  }
  return finish(standing, { whyNotDelete: disagreed, mayBeDeleted: false }, context, deps);
};
