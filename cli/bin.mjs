#!/usr/bin/env node
// `curfew`: from what was built in the package, which has no sources; in the project from its sources, or from what was built of
// them. What was compiled once is not compiled again, which is half of the time until the first line. The folder for everybody's
// temporary files is not used for that, because the command is run with somebody's rights in AWS.
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = new URL('./main.ts', import.meta.url);
const isProject = existsSync(sources);

const ofUser = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'curfew');

const ofProject = async () => {
  const { builtCommand } = await import('./built.mjs');
  return builtCommand() ?? sources.href;
};

enableCompileCache(isProject ? fileURLToPath(new URL('../node_modules/.cache/curfew', import.meta.url)) : ofUser());
await import(isProject ? await ofProject() : new URL('../dist/cli/curfew.mjs', import.meta.url).href);
