// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it) and `dist/cli/curfew.mjs`.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleCommand, bundleFunctions } from './bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

await rm(`${root}dist`, { recursive: true, force: true });
await Promise.all([
  bundleFunctions(`${root}environments`, `${root}dist/functions`),
  bundleCommand(`${root}dist/cli/curfew.mjs`),
]);
