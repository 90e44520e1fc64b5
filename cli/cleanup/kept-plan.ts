// The plan of a cleanup as this machine keeps it, found without asking the cluster whose name it is kept by.
import { readdir } from 'node:fs/promises';
import type { StoredPlan } from '#cleanup/cleanup-run.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import { fileDocuments } from '#cleanup/store/documents-file.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';

const clustersIn = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => /^CLEANUP#([\w.-]+)$/.exec(name)?.[1] ?? []);
};

/** By the run or the hash; nothing where none or several are kept by it. Which run is the last only the cluster can tell. */
export const keptPlan = async (
  folder: string,
  { run, planHash }: { readonly run?: string; readonly planHash?: string },
): Promise<StoredPlan | undefined> => {
  const store = cleanupStore(fileDocuments(folder, systemRuntime.newId));
  const idOn = async (cluster: string) => run ?? (planHash ? store.runOfHash(cluster, planHash) : undefined);
  const plans = await Promise.all(
    (await clustersIn(folder)).map(async (cluster) => {
      const id = await idOn(cluster);
      return id === undefined ? [] : ((await store.readPlan(cluster, id)) ?? []);
    }),
  );
  const [found, ...more] = plans.flat();
  return more.length === 0 ? found : undefined;
};
