// Reads a result file of vitest's JSON reporter and prints `<passed> <failed>`, for `.ci/run`.
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const results = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const { numPassedTests, numFailedTests, testResults } = results.parse(
  JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')),
);

/** A file that could not be loaded, or whose set-up failed, has no failed test to show for it. */
const brokenFiles = testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
);

process.stdout.write(`${numPassedTests} ${numFailedTests + brokenFiles.length}\n`);
