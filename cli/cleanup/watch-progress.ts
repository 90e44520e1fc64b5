// Waits for an answer that may take a quarter of an hour, and shows meanwhile how far the work is.
import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import type { ToldProgress } from '#cleanup/store/cleanup-progress.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';

const everyMs = 2_000;
/** How far the clocks of this machine and of Lambda may be apart. */
const skewMs = 5_000;

/** Progress that was told before is that of another run. That it cannot be read is no reason to give up the answer. */
export const watchProgress = async <T>(
  answer: Promise<T>,
  read: () => Promise<ToldProgress | undefined>,
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
  const look = async (): Promise<void> => {
    await Promise.race([answer.catch(() => {}), wait(everyMs)]);
    if (isOver) return;
    const progress = await read().catch(() => undefined);
    if (!isOver && progress && progress.at >= since - skewMs) show(progress);
    await look();
  };
  await look();
  return answer;
};
