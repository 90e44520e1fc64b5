// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it), `dist/cli/curfew.mjs`, `dist/api/`, `dist/cdk/`
// and `dist/release/`; with `functions` only the first and the last, which is all that a synthesis needs, with `package` only what npm publishes,
// with `command` only what the command is made of.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleFunctions, bundlePackage } from './bundle.ts';
import { keepCommand } from './kept-command.ts';
import { buildRelease } from './release.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

const buildPackage = async (): Promise<void> => {
  const begunMs = Date.now();
  const inputs = await bundlePackage(dist);
  await keepCommand({ root, folder: dist, inputs, begunMs }, begunMs);
};

/** What each part writes below `dist/`. */
const parts = {
  functions: { folders: ['functions'], make: () => bundleFunctions(`${dist}/functions`) },
  package: { folders: ['api', 'cdk', 'chunks', 'cli'], make: buildPackage },
  release: { folders: ['release'], make: () => buildRelease(`${dist}/release`) },
} as const;

const chosen =
  { functions: [parts.functions, parts.release], package: [parts.package, parts.release], command: [parts.package] }[
    process.argv[2] ?? ''
  ] ?? Object.values(parts);

await Promise.all(
  chosen.map(async ({ folders, make }) => {
    await Promise.all(folders.map((name) => rm(`${dist}/${name}`, { recursive: true, force: true })));
    await make();
  }),
);
