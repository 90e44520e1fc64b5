// Where functions have their definition from: the port that they are written against, over the versions in the table or a file.
import { InputError } from '#core/errors.ts';
import type { Definition } from '../definition.ts';
import { contentHash } from './content.ts';
import { definitionIn } from './parse.ts';
import type { DefinitionPin, DefinitionVersion, ReadVersions } from './version.ts';

export type Definitions = {
  /** The version that whoever begins now works by. Throws `InputError` where none was applied. */
  readonly pin: (environment: string) => Promise<DefinitionPin>;
  /** The same at any time, and in any process. Throws what `ReadVersions` throws. */
  readonly read: (environment: string, pin: DefinitionPin) => Promise<Definition>;
};

/** Of what is read from a file: no version of a table has it. */
const versionOfFile = 0;

export const isStored = ({ version }: DefinitionPin): boolean => version !== versionOfFile;

/** For whoever works by a file, or by definitions that are in no table. */
export const fixedDefinitions = (definitionOf: (environment: string) => Definition): Definitions => ({
  pin: async (environment) => ({ version: versionOfFile, hash: contentHash(definitionOf(environment)) }),
  read: async (environment) => definitionOf(environment),
});

export const noDefinition = (environment: string): InputError =>
  new InputError(`${environment} has no definition in its table. Apply one: curfew apply FILE`);

/** What one process has read: by number and hash, so that it never has to be read again. */
export type KnownDefinitions = Map<string, Definition>;

type TableDefinitions = {
  readonly versions: Pick<ReadVersions, 'current' | 'read' | 'observed' | 'noteObserved'>;
  /** Who notes what it uses: what has no report that says it. */
  readonly noteAs?: { readonly functionName: string; readonly nowMs: () => number };
  readonly known?: KnownDefinitions;
  readonly parse?: (version: DefinitionVersion) => Definition;
};

/** Written only where it is not what stands there: most processes find what the one before them wrote. */
const note = async (
  environment: string,
  pin: DefinitionPin,
  { observed, noteObserved }: Pick<ReadVersions, 'observed' | 'noteObserved'>,
  { functionName, nowMs }: NonNullable<TableDefinitions['noteAs']>,
): Promise<void> => {
  const noted = (await observed(environment)).find((one) => one.function === functionName);
  if (noted?.version === pin.version && noted.hash === pin.hash) return;
  await noteObserved(environment, { function: functionName, ...pin, at: new Date(nowMs()).toISOString() });
};

/** Those in the table. The first use of each in a process is noted; that it could not be is no reason to do nothing. */
export const tableDefinitions = ({
  versions,
  noteAs,
  known = new Map(),
  parse = definitionIn,
}: TableDefinitions): Definitions => ({
  async pin(environment) {
    const current = await versions.current(environment);
    if (!current) throw noDefinition(environment);
    return { version: current.version, hash: current.hash };
  },
  async read(environment, pin) {
    const key = `${environment} ${pin.version} ${pin.hash}`;
    const found = known.get(key);
    if (found) return found;
    const definition = parse(await versions.read(environment, pin));
    known.set(key, definition);
    if (noteAs) await note(environment, pin, versions, noteAs).catch(() => {});
    return definition;
  },
});
