// Waits for an answer that may take a quarter of an hour, and shows meanwhile how far the work is.
import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import type { PublishedProgress } from '#cleanup/store/cleanup-progress.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';

const everyMs = 2_000;
/** How far the clocks of this machine and of Lambda may be apart. */
const skewMs = 5_000;

/** Progress that was published before is that of another run. That it cannot be read is no reason to give up the answer. */
export const watchProgress = async <T>(
  answer: Promise<T>,
  read: () => Promise<PublishedProgress | undefined>,
  show: (progress: CleanupProgress) => void,
  wait: (ms: number) => Promise<void> = pause,
  nowMs: () => number = () => systemRuntime.now().getTime(),
): Promise<T> => {
  const since = nowMs();
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  answer.then(end, end);
  const poll = async (): Promise<void> => {
    await Promise.race([answer.catch(() => {}), wait(everyMs)]);
    if (isOver) return;
    const published = await read().catch(() => undefined);
    if (!isOver && published && published.at >= since - skewMs) show(published);
    await poll();
  };
  await poll();
  return answer;
};
