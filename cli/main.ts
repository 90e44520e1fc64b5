#!/usr/bin/env node
// The `curfew` command. Exit codes: 0 done; 1 the operation ended partial or failed, or a check found something; 2 wrong usage or
// an invalid file; 130 interrupted with Ctrl-C. Executable, too: npx keeps its link to the file that was the command when it
// first made one.
import { curfew } from './curfew.ts';

// A pipe that is closed early (`curfew rehearse --json | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const code = await curfew(process.argv.slice(2));
process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
