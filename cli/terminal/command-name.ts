// How the reader of a message calls the command: `curfew` where it is installed for the whole machine, `npx curfew` in a clone
// and in a project that depends on it.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** npm and npx put these on the path for as long as they run. */
const isOfNpm = (folder: string): boolean => /node_modules[/\\](\.bin|npm|@npmcli)\b|[/\\]_npx[/\\]/.test(folder);

const files = ['curfew', 'curfew.cmd'];

export const commandNameOn = (path: string, exists: (file: string) => boolean): 'curfew' | 'npx curfew' => {
  const folders = path.split(delimiter).filter((folder) => folder !== '' && !isOfNpm(folder));
  return folders.some((folder) => files.some((file) => exists(join(folder, file)))) ? 'curfew' : 'npx curfew';
};

let found: ReturnType<typeof commandNameOn> | undefined;

const commandName = (): string => {
  found ??= commandNameOn(process.env.PATH ?? '', existsSync);
  return found;
};

/** The commands in a text: not the usage line, not what npx calls already, not `curfew-staging`. */
const named = /(?<![\w./-]|npx |Usage: )curfew (?=[a-z]+\b|…|--help)/g;

export const withCommandName = (text: string, name = commandName()): string => text.replace(named, `${name} `);
