// Files that commands write. Nothing is overwritten, and no link is followed, unless --force is given: what is at a path may be
// somebody else's, or lead to it.
import { accessSync, constants, lstatSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '#core/errors.ts';

const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const isFolder = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;

const existing = (file: string, other: string): InputError =>
  isFolder(file)
    ? new InputError(`${file} is a folder; give ${other} a file, for example ${join(file, 'FILE')}`)
    : new InputError(`${file} exists already; give ${other} another file, or --force to overwrite it`);

const folderProblem = (folder: string): string | undefined => {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return `the folder ${folder} does not exist`;
  if (!found.isDirectory()) return `${folder} is not a folder`;
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch {
    return `the folder ${folder} is not writable`;
  }
};

/** For before work that takes a while. Throws `InputError` for a file that could not be written afterwards. */
export const refuseUnwritable = (file: string, other: string, force: boolean | undefined): void => {
  refuseExisting(file, other, force);
  const problem = isFolder(file) ? 'it is a folder' : folderProblem(dirname(file));
  if (problem !== undefined) throw new InputError(`${file} cannot be written: ${problem}; give ${other} another file`);
};

/** For before the work whose result is written. `other` is the option that names another file. Throws `InputError`. */
export const refuseExisting = (file: string, other: string, force: boolean | undefined): void => {
  if (!force && isThere(file)) throw existing(file, other);
};

const unwritable = (file: string, error: unknown): InputError =>
  new InputError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);

/** Throws `InputError` naming the file and why it cannot be written. */
export const writeFile = (file: string, text: string | Uint8Array, other: string, force: boolean | undefined): void => {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? existing(file, other) : unwritable(file, error);
  }
};

/** Overwrites a file that only this command writes; not through a link. Throws `InputError`. */
export const refreshFile = (file: string, text: string): void => {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new InputError(`${file} is a link; give --output a file, or remove the link`);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
};
