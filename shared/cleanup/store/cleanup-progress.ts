// How far a cleanup is that a function carries out, for whoever waits for it. Losing it costs nothing, so nothing waits for it.
import type { CleanupProgress } from '../cleanup-run.ts';
import type { Documents } from './documents.ts';

const partition = 'CLEANUP#progress';
const keepSeconds = 24 * 60 * 60;
const everyMs = 2_000;

export type ToldProgress = CleanupProgress & {
  /** Epoch milliseconds. */
  readonly at: number;
};

const write = async (documents: Documents, environment: string, told: ToldProgress): Promise<void> => {
  const standing = await documents.read<ToldProgress>(partition, environment);
  const expiresAt = Math.floor(told.at / 1_000) + keepSeconds;
  await documents.write(partition, environment, told, standing?.version ?? 0, expiresAt);
};

/** At most one write in two seconds, and always the last one. Never throws. */
export const progressTeller = (documents: Documents, environment: string, nowMs: () => number) => {
  let writtenAt = Number.NEGATIVE_INFINITY;
  return (progress: CleanupProgress): void => {
    const at = nowMs();
    const isLast = progress.topicsDone === progress.topics;
    if (at - writtenAt < everyMs && !isLast) return;
    writtenAt = at;
    write(documents, environment, { ...progress, at }).catch(() => {});
  };
};

/** What was told last about the environment, however long ago. */
export const readProgress = async (documents: Documents, environment: string): Promise<ToldProgress | undefined> =>
  (await documents.read<ToldProgress>(partition, environment))?.value;
