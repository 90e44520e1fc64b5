// A module in a process of its own, as a cold start loads it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

type Import = {
  readonly milliseconds: number;
  /** Of all threads, so it may be more than the time; but what else the machine does is not in it. */
  readonly cpuMilliseconds: number;
};

const script = `
  const before = process.cpuUsage();
  const begun = performance.now();
  await import(process.argv[1]);
  const milliseconds = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ milliseconds, cpuMilliseconds: (user + system) / 1_000 }));
  process.exit();
`;

/** What a Lambda finds in its environment; nothing is asked of AWS while a module is loaded. */
const variables = { AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: 'bench' };

export const importInFreshProcess = async (url: string): Promise<Import> => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script, url], {
    env: { ...process.env, ...variables },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Import;
};
