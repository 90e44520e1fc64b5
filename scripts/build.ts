// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it), `dist/cli/curfew.mjs`, `dist/api/`, `dist/cdk/`
// and `dist/release/`; with `functions` only the first, which is all that a synthesis needs, with `package` only what npm publishes.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleFunctions, bundlePackage } from './bundle.ts';
import { buildRelease } from './release.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const part = process.argv[2];

/** What each part writes below `dist/`. */
const parts = {
  functions: { folders: ['functions'], make: () => bundleFunctions(`${root}dist/functions`) },
  package: { folders: ['api', 'cdk', 'chunks', 'cli'], make: () => bundlePackage(`${root}dist`) },
  release: { folders: ['release'], make: () => buildRelease(`${root}dist/release`) },
} as const;

const chosen =
  { functions: [parts.functions], package: [parts.package, parts.release] }[part ?? ''] ?? Object.values(parts);

await Promise.all(
  chosen.map(async ({ folders, make }) => {
    await Promise.all(folders.map((name) => rm(`${root}dist/${name}`, { recursive: true, force: true })));
    await make();
  }),
);
