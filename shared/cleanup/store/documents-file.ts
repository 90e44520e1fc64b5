// Documents as files of a folder, for cleanups of a broker without an AWS account. The version is part of a file's name, and
// a new version is linked to its name, which fails if another process was faster: no lock that could be left behind.
import { createHash } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { Document, Documents } from './documents.ts';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const isThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** Any text as the name of a file; keeps letters, digits and what reads well, and the order of equal beginnings. */
const readable = (text: string): string =>
  text.replace(/[^\w.#-]/g, (char) => `%${(char.codePointAt(0) ?? 0).toString(16)}`);

/** A file's name takes 255 characters, the name of a topic alone 249; behind it stand the version and the ending. */
const nameLengthMax = 200;

const nameOf = (text: string): string => {
  const name = readable(text);
  if (name.length <= nameLengthMax) return name;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${name.slice(0, nameLengthMax - hash.length - 1)}~${hash}`;
};

const groupOrOthersMayWrite = 0o022;

/** What is kept here is executed: a person who can write it could have other topics emptied than somebody agreed to. */
const checkPrivate = async (path: string): Promise<void> => {
  const found = await stat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  const user = process.getuid?.();
  if (!found || user === undefined) return;
  if (found.uid !== user)
    throw new InputError(`${path} belongs to another user, who could change the agreed plan; use your own directory`);
  if ((found.mode & groupOrOthersMayWrite) !== 0)
    throw new InputError(`${path} is writable by others, who could change the agreed plan: chmod go-w ${path}`);
};

type Stored = { readonly file: string; readonly key: string; readonly version: number };

const parsed = (file: string): Stored | undefined => {
  const [, key, version] = /^(.*)@(\d{8})\.json$/.exec(file) ?? [];
  return key === undefined ? undefined : { file, key, version: Number(version) };
};

const fileOf = (key: string, version: number): string => `${nameOf(key)}@${String(version).padStart(8, '0')}.json`;

const filesIn = async (folder: string): Promise<Stored[]> => {
  try {
    const files = await readdir(folder);
    return files.flatMap((file) => parsed(file) ?? []).sort((left, right) => (left.file < right.file ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

/** On the disk before it has its name: a manifest has to survive the machine. */
const written = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const remove = (file: string): Promise<void> =>
  unlink(file).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });

const linked = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isThere(error)) return false;
    throw error;
  } finally {
    await remove(from);
  }
};

const newest = async (folder: string, key: string): Promise<Stored | undefined> =>
  (await filesIn(folder)).findLast((one) => one.key === nameOf(key));

/** `newId` makes names for drafts that no two processes share. */
export const fileDocuments = (root: string, newId: (why: string) => string): Documents => {
  const folderOf = (partition: string): string => join(root, nameOf(partition));
  const checkedFolder = async (partition: string): Promise<string> => {
    const folder = folderOf(partition);
    for (const path of [root, folder]) await checkPrivate(path);
    return folder;
  };

  /** Undefined if a newer version took its place in between. */
  const content = async <T>(folder: string, { file, version }: Stored): Promise<Document<T> | undefined> => {
    try {
      await checkPrivate(join(folder, file));
      return { value: JSON.parse(await readFile(join(folder, file), 'utf8')) as T, version };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  const read = async <T extends object>(partition: string, key: string): Promise<Document<T> | undefined> => {
    const folder = await checkedFolder(partition);
    const found = await newest(folder, key);
    return found && ((await content<T>(folder, found)) ?? (await read<T>(partition, key)));
  };

  return {
    read,
    async list<T extends object>(partition: string, prefix: string) {
      const folder = await checkedFolder(partition);
      const keys = (await filesIn(folder)).filter(({ key }) => key.startsWith(nameOf(prefix)));
      const latest = [...new Map(keys.map((one) => [one.key, one])).values()];
      const documents = await Promise.all(latest.map((one) => content<T>(folder, one)));
      return documents.every((one) => one !== undefined) ? documents : this.list<T>(partition, prefix);
    },
    async write(partition, key, value, over) {
      const folder = await checkedFolder(partition);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Of a first version the look after it is enough, and there may be hundreds.
      if (over > 0 && (await newest(folder, key))?.version !== over) return false;
      const draft = join(folder, `.${newId('draft of a document')}.draft`);
      await written(draft, JSON.stringify(value));
      const own = join(folder, fileOf(key, over + 1));
      if (!(await linked(draft, own))) return false;
      // Somebody may have written twice since the look above, and taken the name away that this version got.
      if (((await newest(folder, key))?.version ?? 0) !== over + 1) {
        await remove(own);
        return false;
      }
      if (over > 0) await remove(join(folder, fileOf(key, over)));
      return true;
    },
  };
};
