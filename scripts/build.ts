// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it) and `dist/cli/curfew.mjs`; with `functions` only
// the former, which is all that a synthesis needs.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleCommand, bundleFunctions } from './bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const isForSynthesis = process.argv[2] === 'functions';

await rm(`${root}dist${isForSynthesis ? '/functions' : ''}`, { recursive: true, force: true });
await Promise.all([
  bundleFunctions(`${root}environments`, `${root}dist/functions`),
  ...(isForSynthesis ? [] : [bundleCommand(`${root}dist/cli`)]),
]);
