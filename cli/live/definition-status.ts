// A definition in the three places where it can be another one: the file at hand, what is deployed, and what was used.
import type { Report } from '#core/report.ts';
import type { Loaded } from '#definition/check-text.ts';
import { compareFiles } from '#definition/diff/compare.ts';
import { fileContent } from '#definition/diff/file-content.ts';
import type { DefinitionVersion, ReadVersions } from '#definition/versions/version.ts';
import { readYaml } from '#definition/yaml-file.ts';

/** Reads what is deployed from the table, without asking `control`: whoever may read the status may read that. */
export type DeployedVersions = Pick<ReadVersions, 'current' | 'read' | 'observed'> & {
  /** A version and the file at hand, as they can be compared. */
  readonly sides: (stored: DefinitionVersion, text: string) => readonly [stored: object, file: object];
};

export type DefinitionStatus = {
  readonly file: string | null;
  /** Places in which the file and what is deployed differ; null if they cannot be compared. */
  readonly differences: number | null;
  readonly deployed: { readonly version: number; readonly hash: string } | null;
  /** By the last run and by each function that notes it. */
  readonly used: readonly { readonly by: string; readonly version: number; readonly hash: string }[];
};

/** As `curfew diff` compares them. */
export const filesCompared: DeployedVersions['sides'] = ({ content }, text) => [
  fileContent(content),
  fileContent(readYaml(text).content),
];

type Asked = {
  readonly environment: string;
  readonly versions: DeployedVersions;
  readonly reports: readonly Report[];
  /** Nothing where no file is at hand. */
  readonly file?: Pick<Loaded, 'file' | 'text'> | undefined;
};

/** A version that is gone, or of a newer release, is no reason to say nothing of the rest. */
const differencesOf = async (read: () => Promise<DefinitionVersion>, { versions, file }: Asked) => {
  if (!file) return null;
  try {
    return compareFiles(...versions.sides(await read(), file.text)).length;
  } catch {
    return null;
  }
};

export const definitionStatus = async (asked: Asked): Promise<DefinitionStatus> => {
  const { environment, versions, reports, file } = asked;
  const [current, observed] = await Promise.all([versions.current(environment), versions.observed(environment)]);
  const byLastRun = reports.find(({ definition }) => definition)?.definition;
  const differences = current ? await differencesOf(() => versions.read(environment, current), asked) : null;
  return {
    file: file?.file ?? null,
    differences,
    deployed: current ? { version: current.version, hash: current.hash } : null,
    used: [
      ...(byLastRun ? [{ by: 'last run', version: byLastRun.version, hash: byLastRun.hash }] : []),
      ...observed.map(({ function: by, version, hash }) => ({ by, version, hash })),
    ],
  };
};
