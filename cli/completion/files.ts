// Files that a shell offers while somebody types: for options and arguments that are files, which the library of completion leaves
// out. Hidden files are not offered.
import { type Dirent, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';

type Wanted = { readonly typed: string; readonly fits: RegExp };

const anything = /(?:)/;
const yaml = /\.ya?ml$/;
const byName: Readonly<Record<string, RegExp>> = {
  '--scenario': yaml,
  '--topics': yaml,
  '--output': yaml,
  '--html': /\.html$/,
  '--ca': /\.(pem|crt|cer)$/,
};

const isFileOption = (command: Command | undefined, flag: string): boolean =>
  command?.options.some(({ long, flags }) => long === flag && /<(file|folder)>/.test(flags)) ?? false;

/** What file is being typed, if one is: `words` are those after the command's own name. */
export const fileWanted = (program: Command, words: readonly string[]): Wanted | undefined => {
  const [name = '', ...rest] = words;
  const command = program.commands.find((one) => one.name() === name || one.aliases().includes(name));
  const typed = rest.at(-1) ?? '';
  const [flag = '', value] = typed.split('=', 2);
  if (value !== undefined && isFileOption(command, flag)) return { typed: value, fits: byName[flag] ?? anything };
  const before = rest.at(-2) ?? '';
  if (isFileOption(command, before)) return { typed, fits: byName[before] ?? anything };
  if (typed.startsWith('-')) return undefined;
  const argument = command?.registeredArguments[0]?.name();
  if (argument === 'event' && rest.length === 1) return { typed, fits: /\.json$/ };
  return argument === 'definition' && /[/\\]|^\./.test(typed) ? { typed, fits: yaml } : undefined;
};

const entriesOf = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};

/** As they continue what is typed; folders end with a slash. */
const filesLike = ({ typed, fits }: Wanted): string[] => {
  const folder = typed.endsWith('/') ? typed : typed.includes('/') ? `${dirname(typed)}/`.replace('//', '/') : '';
  const begun = typed.slice(folder.length);
  return entriesOf(folder === '' ? '.' : folder)
    .filter((entry) => entry.name.startsWith(begun) && (begun.startsWith('.') || !entry.name.startsWith('.')))
    .filter((entry) => (entry.isDirectory() || fits.test(entry.name)) && !/\p{Cc}/u.test(entry.name))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .toSorted();
};

/** Bits of the protocol between a program and the completion scripts: no space after a folder, no files of the shell's own. */
const noSpace = 2;
const noFiles = 4;

export const fileLines = (wanted: Wanted): string[] => {
  const files = filesLike(wanted);
  const isFolder = files.length === 1 && files[0]?.endsWith('/') === true;
  return [...files.map((file) => `${file}\t`), `:${isFolder ? noFiles + noSpace : noFiles}`];
};
