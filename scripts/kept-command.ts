// What `cli/bin.mjs` runs in a clone instead of the sources: a copy of the built command, and from which files it was built.
// Copies stay for a day: a command that still runs loads parts of its own copy, also after another build.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const dayMs = 86_400_000;

type Built = {
  readonly root: string;
  /** With what was built: the command in `cli/`, what it loads in `chunks/`. */
  readonly folder: string;
  /** Its sources, relative to the root. */
  readonly inputs: readonly string[];
  readonly begunMs: number;
};

/** What a plugin of the bundler made or read has its name before a colon: those are parts of packages, too. */
const isPackage = (path: string): boolean => path.startsWith('node_modules/') || path.includes(':');

/** Undefined where a source was written while it was built: then nobody knows which of the two it is. */
const stateOf = async ({ root, inputs, begunMs }: Built): Promise<object | undefined> => {
  const own = [...inputs.filter((path) => !isPackage(path)), 'package-lock.json'];
  const stats = await Promise.all(own.map(async (path) => [path, await stat(`${root}${path}`)] as const));
  if (stats.some(([, { mtimeMs }]) => mtimeMs >= begunMs)) return undefined;
  return Object.fromEntries(stats.map(([path, { size, mtimeMs }]) => [path, [size, mtimeMs]]));
};

export const keepCommand = async (built: Built, nowMs: number): Promise<void> => {
  const { root, folder } = built;
  const dist = `${root}dist`;
  const files = await stateOf(built);
  if (files === undefined) return rm(`${dist}/command.json`, { force: true });
  const hash = createHash('sha256').update(await readFile(`${folder}/cli/curfew.mjs`));
  const name = `command-${hash.digest('hex').slice(0, 12)}`;
  if (!existsSync(`${dist}/${name}`)) {
    const copied = `${dist}/.${name}-${process.pid}`;
    for (const part of ['cli', 'chunks'])
      if (existsSync(`${folder}/${part}`)) await cp(`${folder}/${part}`, `${copied}/${part}`, { recursive: true });
    // Another build may have been first.
    await rename(copied, `${dist}/${name}`).catch(() => rm(copied, { recursive: true }));
  }
  await utimes(`${dist}/${name}`, nowMs / 1_000, nowMs / 1_000);
  const written = `${dist}/.command-${process.pid}.json`;
  await writeFile(written, JSON.stringify({ folder: name, root: pathToFileURL(root).href, files }));
  await rename(written, `${dist}/command.json`);
  for (const other of await readdir(dist))
    if (/^\.?command-/.test(other) && nowMs - (await stat(`${dist}/${other}`)).mtimeMs > dayMs)
      await rm(`${dist}/${other}`, { recursive: true });
};
