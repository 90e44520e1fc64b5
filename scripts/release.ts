// What a release deploys, in `dist/release/`: the code of all functions as one archive, and the template that environments fill in.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { unzipSync, Zip, ZipPassThrough } from 'fflate';
import { bundleRelease } from './bundle.ts';

const built = fileURLToPath(new URL('../dist/release/functions.zip.br', import.meta.url));
const writer = fileURLToPath(new URL('../infra/product/release/write.ts', import.meta.url));

/** The least that an archive can say, in local time as archives have it: the same files give the same bytes. */
const noTime = new Date(1980, 0, 1);

/** Read by everybody, written by nobody but its owner: Lambda runs the functions as another user. */
const readable = { os: 3, attrs: 0o100644 << 16, mtime: noTime } as const;

/**
 * Nothing in it is compressed: all of it together is, which takes a fifth less of the package than each file for itself, and Lambda
 * takes the one as the other.
 */
export const archiveOf = async (folder: string): Promise<Uint8Array> => {
  const files = globSync('**/*.{mjs,map}', { cwd: folder }).toSorted();
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file))));
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [index, file] of files.entries()) {
    const entry = Object.assign(new ZipPassThrough(file), readable);
    zip.add(entry);
    entry.push(new Uint8Array(contents[index] ?? []), true);
  }
  zip.end();
  return Buffer.concat(chunks);
};

const compressed = (archive: Uint8Array): Uint8Array =>
  brotliCompressSync(archive, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: archive.length,
    },
  });

/** Writes `functions.zip.br` and `template.json` into the folder. */
export const buildRelease = async (folder: string): Promise<void> => {
  const functions = join(folder, 'functions');
  await mkdir(functions, { recursive: true });
  await bundleRelease(functions);
  const archive = await archiveOf(functions);
  const hash = createHash('sha256').update(archive).digest('hex');
  await writeFile(join(folder, 'functions.zip.br'), compressed(archive));
  // By a process of its own: CDK is checked by other rules than the rest, and is loaded by nothing else here.
  await promisify(execFile)(process.execPath, [writer, join(folder, 'template.json'), hash]);
  await rm(functions, { recursive: true });
};

/** The code as a function finds it on Lambda: what functions share, and beside it a folder for each. */
export const unpackRelease = async (folder: string): Promise<void> => {
  const files = Object.entries(unzipSync(brotliDecompressSync(await readFile(built))));
  await Promise.all(
    files.map(async ([name, content]) => {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }),
  );
};
