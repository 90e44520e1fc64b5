// The history of a definition: of each version who made it, when, why, and what differs from the one before.
import { compareFiles } from '#definition/diff/compare.ts';
import { fileContent } from '#definition/diff/file-content.ts';
import { differenceText, placeOf } from '#definition/diff/words.ts';
import type { VersionSummary } from '#definition/versions/version.ts';
import type { ControlPorts } from './ports.ts';

export type HistoryEntry = VersionSummary & {
  /** `schedule.stop.at 20:00 → 19:00`; the first of them, where there are many. */
  readonly changes: readonly string[];
  /** How many there are. */
  readonly changed: number;
};

/** Each version is read: a page of them, not all that there ever were. */
const comparedMax = 40;
const shownMax = 8;

/** Nothing where one of the two cannot be read any more: it has expired, or is of another release. */
const contentOf = async (environment: string, version: VersionSummary | undefined, { versions }: ControlPorts) => {
  if (!version) return undefined;
  try {
    return fileContent((await versions.read(environment, version)).content);
  } catch {
    return undefined;
  }
};

/** Newest first. */
export const historyOf = async (environment: string, limit: number, ports: ControlPorts): Promise<HistoryEntry[]> => {
  const listed = await ports.versions.list(environment, limit + 1);
  const contents = await Promise.all(listed.slice(0, comparedMax + 1).map((one) => contentOf(environment, one, ports)));
  return listed.slice(0, limit).map((version, index) => {
    const [after, before] = [contents[index], contents[index + 1]];
    const all = before && after ? compareFiles(before, after) : [];
    const changes = all.slice(0, shownMax).map((one) => `${placeOf(one)} ${differenceText(one)}`);
    return { ...version, changes, changed: all.length };
  });
};
