// Where the command finds price tables.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the definitions of the current directory, or of the project that the command belongs to. */
export const pricesDirectory =
  ['prices', ...['../prices', '../../prices'].map((path) => fileURLToPath(new URL(path, import.meta.url)))].find(
    (path) => existsSync(path),
  ) ?? 'prices';
