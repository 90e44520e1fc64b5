// How early a start was that was to be ready by a time, or by how much it missed it.
import type { ReportOutcome } from './report.ts';

type Start = { readonly outcome: ReportOutcome; readonly readyBy?: string | undefined; readonly endedAt: string };

/** `ready 6 min before 08:00`. `readyBy` has the offset of the environment's zone. Nothing of a run that changed nothing. */
export const readyText = ({ outcome, readyBy, endedAt }: Start): string | undefined => {
  if (readyBy === undefined || !['done', 'partial', 'failed'].includes(outcome)) return undefined;
  const minutes = Math.round((Date.parse(readyBy) - Date.parse(endedAt)) / 60_000);
  const time = readyBy.slice(11, 16);
  if (outcome !== 'done') return `not all of it ready by ${time}`;
  return minutes >= 0
    ? `ready ${minutes} min before ${time}`
    : `ready ${-minutes} min after ${time}: the next one begins earlier`;
};
