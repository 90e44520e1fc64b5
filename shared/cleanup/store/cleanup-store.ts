// What a cleanup keeps, by cluster, over any kind of documents: plans, progress, manifests, and the lease.
import type { Manifest, PlannedTopic, TopicOutcome } from '#core/cleanup.ts';
import { hasEnded } from '#core/ended.ts';
import { type CleanupLease, type CleanupRun, cleanupLeaseMs, type NamedId, type StoredPlan } from '../cleanup-run.ts';
import type { Document, Documents } from './documents.ts';

export type CleanupStore = {
  /**
   * Takes the lease if it is free, expired or this run's, also from another process of this run. Answers with the lease that
   * stands.
   */
  acquireLease(cluster: string, lease: CleanupLease, nowMs: number): Promise<CleanupLease>;
  /** Prolongs the holder's own lease; false when it is another's by now. */
  renewLease(cluster: string, holder: string, untilMs: number): Promise<boolean>;
  /** Gives the holder's own lease back; another's stays. */
  releaseLease(cluster: string, holder: string): Promise<void>;
  /** Keeps a plan for ever as it is; from then on its hash stands for it. Of equal plans the hash names the newest. */
  savePlan(cluster: string, plan: StoredPlan): Promise<void>;
  /** The plan with this hash. */
  runOfHash(cluster: string, hash: string): Promise<string | undefined>;
  /** The run that was executed last. */
  latestRun(cluster: string): Promise<string | undefined>;
  readPlan(cluster: string, run: string): Promise<StoredPlan | undefined>;
  /** By its hash or its run, for anyone who does not know the id of the cluster; `latest` is what was begun last of all. */
  findPlan(name: string): Promise<StoredPlan | undefined>;
  /** Moves a run to another state; the first move also makes it the latest and keeps the topics it must not touch. */
  begin(cluster: string, run: CleanupRun, untouched: readonly NamedId[]): Promise<void>;
  end(cluster: string, run: CleanupRun): Promise<void>;
  untouched(cluster: string, run: string): Promise<readonly NamedId[]>;
  /** Adds outcomes of topics; of several about one topic the last counts. They age out like their run. */
  addOutcomes(cluster: string, run: string, outcomes: readonly TopicOutcome[], nowMs: number): Promise<void>;
  outcomes(cluster: string, run: string): Promise<readonly TopicOutcome[]>;
  /** Stores a manifest. Answers with the one that stands: another run's open one is never overwritten. */
  saveManifest(cluster: string, manifest: Manifest): Promise<Manifest>;
  manifests(cluster: string): Promise<readonly Manifest[]>;
};

const keepDays = 30;
/** An item of DynamoDB holds 400 kB; a chunk stays well below, with any characters. */
const chunkLengthMax = 100_000;

const chunked = <T>(items: readonly T[]): T[][] => {
  const chunks: T[][] = [[]];
  let length = 0;
  for (const item of items) {
    const size = JSON.stringify(item).length;
    if (length + size > chunkLengthMax && length > 0) {
      chunks.push([]);
      length = 0;
    }
    chunks.at(-1)?.push(item);
    length += size;
  }
  return chunks;
};

const numbered = (index: number): string => String(index).padStart(5, '0');
const expiry = (time: string): number => Math.floor(Date.parse(time) / 1_000) + keepDays * 24 * 60 * 60;
const partitionOf = (cluster: string): string => `CLEANUP#${cluster}`;
/** Names no cluster: ids of clusters are not this short. */
const plansOfAllClusters = 'CLEANUP#plans';
const keyOfRun = (run: string): string => `RUN#${run}`;
const keyOfState = (run: string): string => `STATE#${run}`;

type Part<T> = { readonly items: readonly T[] };

/** Reads, decides, and writes over what was read; once more if somebody was faster. */
const change = async <T extends object>(
  documents: Documents,
  [partition, key]: readonly [string, string],
  decide: (standing: T | undefined) => T | undefined,
  expiresAt?: number,
): Promise<T | undefined> => {
  for (;;) {
    const standing: Document<T> | undefined = await documents.read<T>(partition, key);
    const next = decide(standing?.value);
    if (next === undefined) return standing?.value;
    if (await documents.write(partition, key, next, standing?.version ?? 0, expiresAt)) return next;
  }
};

const leases = (documents: Documents): Pick<CleanupStore, 'acquireLease' | 'renewLease' | 'releaseLease'> => {
  const keyOf = (cluster: string) => [partitionOf(cluster), 'LEASE'] as const;
  const changeOwn = async (cluster: string, holder: string, until: number): Promise<boolean> => {
    const standing = await change<CleanupLease>(documents, keyOf(cluster), (held) =>
      held?.holder === holder && held.until !== until ? { ...held, until } : undefined,
    );
    return standing?.holder === holder;
  };
  return {
    async acquireLease(cluster, lease, nowMs) {
      const standing = await change<CleanupLease>(documents, keyOf(cluster), (held) =>
        held && !hasEnded(held.until, nowMs, cleanupLeaseMs) && held.run !== lease.run ? undefined : lease,
      );
      return standing ?? lease;
    },
    renewLease: changeOwn,
    async releaseLease(cluster, holder) {
      await changeOwn(cluster, holder, 0);
    },
  };
};

const manifests = (documents: Documents): Pick<CleanupStore, 'saveManifest' | 'manifests'> => ({
  async saveManifest(cluster, manifest) {
    const key = [partitionOf(cluster), `MANIFEST#${manifest.topic}`] as const;
    // One that is open is the only way back for a topic, and stays.
    const expiresAt = manifest.state === 'deleting' ? undefined : expiry(manifest.writtenAt);
    const standing = await change<Manifest>(
      documents,
      key,
      (kept) => {
        const isAnothers = kept?.state === 'deleting' && kept.oldId !== manifest.oldId;
        return isAnothers ? undefined : manifest;
      },
      expiresAt,
    );
    return standing ?? manifest;
  },
  async manifests(cluster) {
    return (await documents.list<Manifest>(partitionOf(cluster), 'MANIFEST#')).map(({ value }) => value);
  },
});

/** Documents by cluster, written over or only once. */
const keptIn = (documents: Documents) => {
  const putIn = (partition: string, key: string, value: object, expiresAt?: number) =>
    change<object>(documents, [partition, key], () => value, expiresAt);
  return {
    putIn,
    put: (cluster: string, key: string, value: object, expiresAt?: number) =>
      putIn(partitionOf(cluster), key, value, expiresAt),
    putIfAbsent: (cluster: string, key: string, value: object, expiresAt: number) =>
      change<object>(
        documents,
        [partitionOf(cluster), key],
        (standing) => (standing === undefined ? value : undefined),
        expiresAt,
      ),
    read: async <T extends object>(cluster: string, key: string): Promise<T | undefined> =>
      (await documents.read<T>(partitionOf(cluster), key))?.value,
    list: async <T extends object>(cluster: string, prefix: string): Promise<T[]> =>
      (await documents.list<T>(partitionOf(cluster), prefix)).map(({ value }) => value),
    partsOf: async <T>(cluster: string, prefix: string): Promise<T[]> =>
      (await documents.list<Part<T>>(partitionOf(cluster), prefix)).flatMap(({ value }) => value.items),
  };
};

type Kept = ReturnType<typeof keptIn>;
type RunName = { readonly run: string };
type RunState = Pick<CleanupRun, 'state' | 'executedAt'>;

const plans = (
  documents: Documents,
  kept: Kept,
): Pick<CleanupStore, 'savePlan' | 'runOfHash' | 'readPlan' | 'findPlan'> => {
  const readPlan: CleanupStore['readPlan'] = async (cluster, run) => {
    const found = await kept.read<CleanupRun>(cluster, keyOfRun(run));
    if (!found) return undefined;
    const state = await kept.read<RunState>(cluster, keyOfState(run));
    return {
      run: { ...found, ...state },
      topics: await kept.partsOf<PlannedTopic>(cluster, `${keyOfRun(run)}#TOPICS#`),
    };
  };
  return {
    async savePlan(cluster, { run, topics }) {
      const expiresAt = expiry(run.plannedAt);
      const parts = chunked(topics).map((items, index) =>
        kept.putIfAbsent(cluster, `${keyOfRun(run.run)}#TOPICS#${numbered(index)}`, { items }, expiresAt),
      );
      await Promise.all(parts);
      await kept.putIfAbsent(cluster, keyOfRun(run.run), run, expiresAt);
      await kept.put(cluster, `PLAN#${run.hash}`, { run: run.run }, expiresAt);
      for (const name of [run.hash, run.run])
        await kept.putIn(plansOfAllClusters, name, { cluster, run: run.run }, expiresAt);
    },
    runOfHash: async (cluster, hash) => (await kept.read<RunName>(cluster, `PLAN#${hash}`))?.run,
    readPlan,
    async findPlan(name) {
      const found = await documents.read<RunName & { readonly cluster: string }>(plansOfAllClusters, name);
      return found && readPlan(found.value.cluster, found.value.run);
    },
  };
};

const runs = (kept: Kept): Pick<CleanupStore, 'latestRun' | 'begin' | 'end' | 'untouched'> => {
  const saveState = (cluster: string, { run, state, executedAt, plannedAt }: CleanupRun) =>
    kept.put(
      cluster,
      keyOfState(run),
      { state, ...(executedAt === undefined ? {} : { executedAt }) },
      expiry(executedAt ?? plannedAt),
    );
  return {
    latestRun: async (cluster) => (await kept.read<RunName>(cluster, 'LATEST'))?.run,
    async begin(cluster, run, untouched) {
      const expiresAt = expiry(run.executedAt ?? run.plannedAt);
      const parts = chunked(untouched).map((items, index) =>
        kept.put(cluster, `${keyOfRun(run.run)}#UNTOUCHED#${numbered(index)}`, { items }, expiresAt),
      );
      await Promise.all(parts);
      // Last the state: a run that is begun has to be found by those who do not know its name.
      await kept.put(cluster, 'LATEST', { run: run.run });
      await kept.putIn(plansOfAllClusters, 'latest', { cluster, run: run.run });
      await saveState(cluster, run);
    },
    async end(cluster, run) {
      await saveState(cluster, run);
    },
    untouched: (cluster, run) => kept.partsOf<NamedId>(cluster, `${keyOfRun(run)}#UNTOUCHED#`),
  };
};

/** Of an earlier version each outcome has a document of its own, under the name of its topic. */
type KeptOutcomes = Part<TopicOutcome> & { readonly key: string };

/** Keys in the order of their writes, by processes whose clocks may differ: each comes after all that its process has seen. */
const keyAfter = (prefix: string, last: string | undefined, nowMs: number): string => {
  const [ms = 0, count = -1] = last?.slice(prefix.length).split('-').map(Number) ?? [];
  const at = Math.max(ms, nowMs);
  return `${prefix}${String(at).padStart(13, '0')}-${numbered(at === ms ? count + 1 : 0)}`;
};

/** What became known together is one document: a topic each would be hundreds of writes. */
const outcomesIn = (documents: Documents): Pick<CleanupStore, 'addOutcomes' | 'outcomes'> => {
  const last = new Map<string, string>();
  const prefixOf = (run: string): string => `${keyOfRun(run)}#OUTCOMES#`;
  return {
    async addOutcomes(cluster, run, outcomes, nowMs) {
      const expiresAt = expiry(new Date(nowMs).toISOString());
      const place = `${cluster} ${run}`;
      for (const items of outcomes.length > 0 ? chunked(outcomes) : []) {
        let isWritten = false;
        while (!isWritten) {
          const key = keyAfter(prefixOf(run), last.get(place), nowMs);
          last.set(place, key);
          isWritten = await documents.write(partitionOf(cluster), key, { items, key }, 0, expiresAt);
        }
      }
    },
    async outcomes(cluster, run) {
      const found = await documents.list<KeptOutcomes | TopicOutcome>(partitionOf(cluster), prefixOf(run));
      const values = found.map(({ value }) => value);
      const together = values.flatMap((one) => ('items' in one ? [one] : []));
      const place = `${cluster} ${run}`;
      for (const { key } of together) if (key > (last.get(place) ?? '')) last.set(place, key);
      const single = values.flatMap((one) => ('items' in one ? [] : [one]));
      const inOrder = [...single, ...together.flatMap(({ items }) => items)];
      return [...new Map(inOrder.map((one) => [one.topic, one])).values()];
    },
  };
};

/** `leaseDocuments`: where others who work on the same cluster find the lease, also if they keep their plans elsewhere. */
export const cleanupStore = (documents: Documents, leaseDocuments = documents): CleanupStore => {
  const kept = keptIn(documents);
  return {
    ...leases(leaseDocuments),
    ...manifests(documents),
    ...plans(documents, kept),
    ...runs(kept),
    ...outcomesIn(documents),
  };
};
