// A definition in the three places where it can be another one: the file at hand, what is deployed, and what was used; and whether
// the rights that a stack granted are enough for it.
import { type Granted, grantedBy, missingFrom, missingText } from '#access/granted.ts';
import type { Report } from '#core/report.ts';
import type { Loaded } from '#definition/check-text.ts';
import { compareFiles } from '#definition/diff/compare.ts';
import { fileContent } from '#definition/diff/file-content.ts';
import { withKnownCalendars } from '#definition/known-calendars.ts';
import { definitionIn } from '#definition/versions/parse.ts';
import type { DefinitionVersion, GrantedAccess, ReadVersions } from '#definition/versions/version.ts';
import { readYaml } from '#definition/yaml-file.ts';
import { standingIn } from '#functions/control/granted.ts';

/** Reads what is deployed from the table, without asking `control`: whoever may read the status may read that. */
export type DeployedVersions = Pick<ReadVersions, 'current' | 'read' | 'observed' | 'granted'> & {
  /** A version and the file at hand, as they can be compared. */
  readonly sides: (stored: DefinitionVersion, text: string) => readonly [stored: object, file: object];
};

/** What the stack granted, at its last delivery. */
type AccessStatus = {
  readonly stack: string | null;
  readonly at: string;
  /** Who changes the definition: people, or the stack. */
  readonly owner: 'cli' | 'stack';
  /** What the file needs besides, or the deployed definition where no file is at hand; null if it cannot be told. */
  readonly missing: readonly string[] | null;
};

export type DefinitionStatus = {
  readonly file: string | null;
  /** Places in which the file and what is deployed differ; null if they cannot be compared. */
  readonly differences: number | null;
  readonly deployed: { readonly version: number; readonly hash: string } | null;
  /** By the last run and by each function that notes it. */
  readonly used: readonly { readonly by: string; readonly version: number; readonly hash: string }[];
  /** Null before a stack has delivered a definition. */
  readonly access: AccessStatus | null;
};

/** As `curfew diff` compares them. */
export const filesCompared: DeployedVersions['sides'] = ({ content }, text) => {
  const stored = fileContent(content);
  return [stored, withKnownCalendars(fileContent(readYaml(text).content), stored)];
};

type Asked = {
  readonly environment: string;
  readonly versions: DeployedVersions;
  readonly reports: readonly Report[];
  /** Nothing where no file is at hand. */
  readonly file?: Pick<Loaded, 'file' | 'text' | 'definition'> | undefined;
};

type Read = () => Promise<DefinitionVersion>;

/** A version that is gone, or of a newer release, is no reason to say nothing of the rest. */
const differencesOf = async (read: Read, { versions, file }: Asked) => {
  if (!file) return null;
  try {
    return compareFiles(...versions.sides(await read(), file.text)).length;
  } catch {
    return null;
  }
};

const missingOf = async (granted: Granted | undefined, read: Read | undefined, { file }: Asked) => {
  if (!granted) return null;
  try {
    const definition = file?.definition ?? (read && definitionIn(await read()));
    return definition ? missingText(missingFrom(granted, grantedBy(definition))) : null;
  } catch {
    return null;
  }
};

const accessOf = async (
  item: GrantedAccess | undefined,
  read: Read | undefined,
  asked: Asked,
): Promise<AccessStatus | null> => {
  if (!item) return null;
  const { granted, owner, stack = null } = standingIn(item);
  return { stack, at: item.at, owner, missing: await missingOf(granted, read, asked) };
};

export const definitionStatus = async (asked: Asked): Promise<DefinitionStatus> => {
  const { environment, versions, reports, file } = asked;
  const [current, observed, granted] = await Promise.all([
    versions.current(environment),
    versions.observed(environment),
    versions.granted(environment),
  ]);
  const read = current && (() => versions.read(environment, current));
  const byLastRun = reports.find(({ definition }) => definition)?.definition;
  const differences = read ? await differencesOf(read, asked) : null;
  return {
    file: file?.file ?? null,
    differences,
    deployed: current ? { version: current.version, hash: current.hash } : null,
    used: [
      ...(byLastRun ? [{ by: 'last run', version: byLastRun.version, hash: byLastRun.hash }] : []),
      ...observed.map(({ function: by, version, hash }) => ({ by, version, hash })),
    ],
    access: await accessOf(granted, read, asked),
  };
};
