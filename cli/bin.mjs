#!/usr/bin/env node
// `curfew`: from what was built in the package, which has no sources; in the project from its sources, or from what was built of
// them. What was compiled once is not compiled again, which is half of the time until the first line. The folder for everybody's
// temporary files is not used for that, because the command is run with somebody's rights in AWS.
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = new URL('./main.ts', import.meta.url);
const isProject = existsSync(sources);

const ofUser = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'curfew');

const cacheFolder = () =>
  isProject ? fileURLToPath(new URL('../node_modules/.cache/curfew', import.meta.url)) : ofUser();

const command = async () => {
  if (!isProject) return new URL('../dist/cli/curfew.mjs', import.meta.url).href;
  const { builtCommand } = await import('./built.mjs');
  return builtCommand() ?? (process.features.typescript ? sources.href : undefined);
};

/** Undefined on a Node that is too old for it: without the cache on 20, without types in sources on 22. */
const found = nodeModule.enableCompileCache ? await command() : undefined;
if (found === undefined) {
  const instead = isProject ? 'npx curfew, which brings its own, or npm run build' : 'https://nodejs.org';
  process.stderr.write(`Node.js ${process.versions.node} is too old for this command. Use ${instead}.\n`);
  process.exitCode = 2;
} else {
  nodeModule.enableCompileCache(cacheFolder());
  await import(found);
}
