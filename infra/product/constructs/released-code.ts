// The code of all functions as one archive, the same for whoever deploys it: by the command, a CDK app or the platform.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionCode } from './environment-function.ts';

/** Of the package, or of the project. */
const compressed = join(dirname(findPackageJSON(import.meta.url) ?? '.'), 'dist/release/functions.zip.br');

let unpacked: string | undefined;

/** CDK wants the archive as a file. */
const archive = (): string => {
  if (!existsSync(compressed)) throw new Error(`${compressed} does not exist: in a checkout, npm run build makes it`);
  if (unpacked !== undefined) return unpacked;
  const file = join(mkdtempSync(join(tmpdir(), 'curfew-release-')), 'functions.zip');
  writeFileSync(file, brotliDecompressSync(readFileSync(compressed)));
  process.once('exit', () => rmSync(dirname(file), { recursive: true, force: true }));
  unpacked = file;
  return file;
};

export const releasedCode: FunctionCode = (name) => ({
  code: Code.fromAsset(archive()),
  handler: `${name}/index.handler`,
});
