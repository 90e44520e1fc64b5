// How far a cleanup is, while it runs: one line that is drawn again on a terminal, a line now and then on a pipe.
import type { CleanupProgress } from '#cleanup/cleanup-run.ts';
import { secondsSince } from '#core/runtime/stopwatch.ts';
import { clearLive, showLive } from '../terminal/live-output.ts';
import { canRedraw, complain, duration } from '../terminal/output.ts';
import { bytesText } from './report-lines.ts';

/** By bytes where they are known, else by topics. */
const fractionOf = ({ topicsDone, topics, bytesDone, bytes }: CleanupProgress): number => {
  if (topics === 0) return 1;
  return bytes > 0 ? (bytesDone / bytes + topicsDone / topics) / 2 : topicsDone / topics;
};

/** `3 of 12 topics, 1.2 GB of 4.0 GB, about 20 s left: orders.new` */
export const progressLine = (progress: CleanupProgress, elapsedSeconds: number): string => {
  const { topicsDone, topics, bytesDone, bytes, topic } = progress;
  const fraction = fractionOf(progress);
  const left = fraction > 0 ? `, about ${duration((elapsedSeconds * (1 - fraction)) / fraction)} left` : '';
  const size = bytes > 0 ? `, ${bytesText(bytesDone)} of ${bytesText(bytes)}` : '';
  return `${topicsDone} of ${topics} topics${size}${topicsDone < topics ? left : ''}: ${topic}`;
};

type ProgressView = { readonly show: (progress: CleanupProgress) => void; readonly end: () => void };

/** On stderr where stdout is not a terminal, so that what is piped is the report alone. */
export const progressView = (json: boolean): ProgressView => {
  if (json) return { show: () => {}, end: () => {} };
  const elapsed = secondsSince();
  if (canRedraw()) return { show: (progress) => showLive([progressLine(progress, elapsed())]), end: clearLive };
  return { show: (progress) => complain(progressLine(progress, elapsed())), end: () => {} };
};
