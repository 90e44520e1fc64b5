// How far a cleanup is that a function carries out, for anyone who waits for it. Losing it costs nothing, so nothing waits for it.
import type { CleanupProgress } from '../cleanup-run.ts';
import type { Documents } from './documents.ts';

const partition = 'CLEANUP#progress';
const keepSeconds = 24 * 60 * 60;
const everyMs = 2_000;

export type PublishedProgress = CleanupProgress & {
  /** Epoch milliseconds. */
  readonly at: number;
};

const write = async (documents: Documents, environment: string, progress: PublishedProgress): Promise<void> => {
  const standing = await documents.read<PublishedProgress>(partition, environment);
  const expiresAt = Math.floor(progress.at / 1_000) + keepSeconds;
  await documents.write(partition, environment, progress, standing?.version ?? 0, expiresAt);
};

/** At most one write in two seconds, and always the last one. Never throws. */
export const progressPublisher = (documents: Documents, environment: string, nowMs: () => number) => {
  let writtenAt = Number.NEGATIVE_INFINITY;
  return (progress: CleanupProgress): void => {
    const at = nowMs();
    const isLast = progress.topicsDone === progress.topics;
    if (at - writtenAt < everyMs && !isLast) return;
    writtenAt = at;
    write(documents, environment, { ...progress, at }).catch(() => {});
  };
};

/** What was published last about the environment, however long ago. */
export const readProgress = async (documents: Documents, environment: string): Promise<PublishedProgress | undefined> =>
  (await documents.read<PublishedProgress>(partition, environment))?.value;
