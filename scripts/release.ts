// What a release deploys, in `dist/release/`: the code of all functions as one archive, and the template that environments fill in.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { bundleRelease } from './bundle.ts';

const writer = fileURLToPath(new URL('../infra/product/release/write.ts', import.meta.url));

/** The least that an archive can say, in local time as archives have it: the same files give the same bytes. */
const noTime = new Date(1980, 0, 1);

/** Read by everybody, written by nobody but its owner: Lambda runs the functions as another user. */
const readable = { os: 3, attrs: 0o100644 << 16 } as const;

export const archiveOf = async (folder: string): Promise<Uint8Array> => {
  const files = globSync('**/*.{mjs,map}', { cwd: folder }).toSorted();
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file))));
  const entries = files.map((file, index) => [file, [new Uint8Array(contents[index] ?? []), readable]] as const);
  return zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0], { level: 9, mtime: noTime });
};

/** Writes `functions.zip` and `template.json` into the folder. */
export const buildRelease = async (folder: string): Promise<void> => {
  const functions = join(folder, 'functions');
  await mkdir(functions, { recursive: true });
  await bundleRelease(functions);
  const archive = await archiveOf(functions);
  const hash = createHash('sha256').update(archive).digest('hex');
  await writeFile(join(folder, 'functions.zip'), archive);
  // By a process of its own: CDK is checked by other rules than the rest, and is loaded by nothing else here.
  await promisify(execFile)(process.execPath, [writer, join(folder, 'template.json'), hash]);
  await rm(functions, { recursive: true });
};
