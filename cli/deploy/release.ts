// The release that this command brings along: template and code, built together with it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { InputError } from '#core/errors.ts';
import type { Release } from '#deploy/release.ts';
import { projectFile } from '../files/project-file.ts';
import { version } from '../version.ts';

export const releasedCode = (): Uint8Array =>
  brotliDecompressSync(readFileSync(projectFile('dist/release/functions.zip.br')));

/** Throws `InputError` in a checkout where nothing was built. */
export const ownRelease = (): Release => {
  const file = projectFile('dist/release/template.json');
  if (!existsSync(file)) throw new InputError(`${file} does not exist: in a checkout, npm run build makes it`);
  return {
    version: version(),
    template: JSON.parse(readFileSync(file, 'utf8')),
    codeHash: createHash('sha256').update(releasedCode()).digest('hex'),
    code: async () => releasedCode(),
  };
};
