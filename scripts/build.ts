// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it) and `dist/cli/curfew.mjs`; with `functions` only
// the former, which is all that a synthesis needs.
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chosenFolder } from '#definition/chosen-folder.ts';
import { namesIn } from '#definition/load.ts';
import { bundleCommand, bundleFunctions } from './bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const names = namesIn(chosenFolder);
if (names.length === 0)
  throw new Error(`${chosenFolder} has no definition: CURFEW_ENVIRONMENTS names the folder to build with`);
if (!process.env.CURFEW_ENVIRONMENTS && namesIn('environments').length > 0)
  process.stderr.write(
    `Built with ${names.join(', ')} of ${relative('', chosenFolder)}. For those of environments/: CURFEW_ENVIRONMENTS=environments npm run build\n`,
  );

const isForSynthesis = process.argv[2] === 'functions';

await rm(`${root}dist${isForSynthesis ? '/functions' : ''}`, { recursive: true, force: true });
await Promise.all([
  bundleFunctions(chosenFolder, `${root}dist/functions`),
  ...(isForSynthesis ? [] : [bundleCommand(`${root}dist/cli`)]),
]);
