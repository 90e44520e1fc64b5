#!/usr/bin/env node
// `curfew` from its sources: what was compiled once is not compiled again, which is half of the time until the first line. It is
// not TypeScript because the first file is always read anew; it does not use the folder for everybody's temporary files
// because the command is run with somebody's rights in AWS.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/curfew', import.meta.url)));
await import('./main.ts');
