// A topic that is deleted and not yet recreated comes before everything else, whichever run left it.
import type { Manifest, TopicOutcome } from '#core/cleanup.ts';
import type { CleanupDependencies } from '../dependencies.ts';
import { repairManifest } from './recreate-topic.ts';
import type { RunContext } from './run-context.ts';

export type Finished = {
  /** What is in the way of everything else: a topic that still cannot be made again. */
  readonly inTheWay?: string;
  /** What was done for other runs: nothing comes back silently. */
  readonly warnings: readonly string[];
};

const openManifests = async (cluster: string, { store }: CleanupDependencies): Promise<Manifest[]> =>
  (await store.manifests(cluster)).filter(({ state }) => state === 'deleting');

type Finish = (manifest: Manifest) => Promise<TopicOutcome>;

/** `finishOwn`: what a run that is resumed does about its own; without it, it does no more for them than for others. */
export const finishOpen = async (
  at: Pick<RunContext, 'cluster' | 'lease' | 'run'>,
  deps: CleanupDependencies,
  finishOwn?: Finish,
): Promise<Finished> => {
  const warnings: string[] = [];
  for (const manifest of await openManifests(at.cluster, deps)) {
    const isOwn = manifest.run === at.run;
    const outcome = isOwn && finishOwn ? await finishOwn(manifest) : await repairManifest(manifest, at, deps);
    await deps.store.addOutcomes(at.cluster, manifest.run, [outcome], deps.runtime.now().getTime());
    if (!isOwn) warnings.push(`${manifest.topic}, which ${manifest.run} left unfinished: ${outcome.reason}`);
  }
  const [open] = await openManifests(at.cluster, deps);
  if (!open) return { warnings };
  const { topic, run } = open;
  return {
    warnings,
    inTheWay: `${topic}, which ${run} deleted, could not be recreated: the run stops until it is`,
  };
};

/** The topics that a run has deleted and that are not there again: only the cluster knows. */
export const goneTopics = async (cluster: string, deps: CleanupDependencies): Promise<string[]> => {
  const open = await openManifests(cluster, deps);
  if (open.length === 0) return [];
  const found = await deps.admin.topics(open.map(({ topic }) => topic));
  return open.map(({ topic }) => topic).filter((topic) => found.get(topic)?.kind !== 'known');
};
