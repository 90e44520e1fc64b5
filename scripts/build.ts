// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it), `dist/cli/curfew.mjs`, `dist/api/` and
// `dist/release/`; with `functions` only the first, which is all that a synthesis needs, with `package` only what npm publishes.
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chosenFolder } from '#definition/chosen-folder.ts';
import { namesIn } from '#definition/load.ts';
import { bundleApi, bundleCommand, bundleFunctions } from './bundle.ts';
import { buildRelease } from './release.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const names = namesIn(chosenFolder);
if (names.length === 0)
  throw new Error(`${chosenFolder} has no definition: CURFEW_ENVIRONMENTS names the folder to build with`);
if (!process.env.CURFEW_ENVIRONMENTS && namesIn('environments').length > 0)
  process.stderr.write(
    `Built with ${names.join(', ')} of ${relative('', chosenFolder)}. For those of environments/: CURFEW_ENVIRONMENTS=environments npm run build\n`,
  );

const part = process.argv[2];
const folders = { functions: ['functions'], package: ['api', 'cli', 'release'] }[part ?? ''] ?? [
  'api',
  'cli',
  'functions',
  'release',
];

const builders: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  api: bundleApi,
  cli: bundleCommand,
  release: buildRelease,
  functions: (folder) => bundleFunctions(chosenFolder, folder),
};

await Promise.all(
  folders.map(async (name) => {
    await rm(`${root}dist/${name}`, { recursive: true, force: true });
    await builders[name]?.(`${root}dist/${name}`);
  }),
);
