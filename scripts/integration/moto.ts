// moto: AWS's wire formats on this machine, from a Python virtual environment in the project's folder.
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pause } from '#runtime/pause.ts';
import { type Daemon, daemon, exitCodeOf, freePort } from './processes.ts';
import type { IntegrationService, Missing } from './service.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requirements = 'test/integration/requirements.txt';
const python = `${root}.venv/bin/python`;
const logFile = `${root}moto.log`;
const answersWithinMs = 60_000;

const quietly = (command: string, args: readonly string[]): Promise<number> =>
  exitCodeOf(command, args, { stdio: 'ignore', cwd: root });

const pinned = (): string => /^moto\S*==(\S+)$/m.exec(readFileSync(`${root}${requirements}`, 'utf8'))?.[1] ?? '';

const hasPython = async (): Promise<boolean> =>
  (await quietly('python3', ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)'])) === 0;

const hasMoto = async (): Promise<boolean> =>
  existsSync(python) &&
  (await quietly(python, [
    '-c',
    `import flask, importlib.metadata as m; assert m.version('moto') == '${pinned()}'`,
  ])) === 0;

const missing = async (): Promise<Missing[]> => {
  if (await hasMoto()) return [];
  const lacking: Missing[] = [];
  if (!(await hasPython()))
    lacking.push({
      what: 'python3 (3.10 or newer) with venv',
      remedy: 'apt-get install python3 python3-venv   # or your system’s way to get Python',
    });
  lacking.push({
    what: `moto ${pinned()} in .venv/`,
    remedy: `python3 -m venv .venv && .venv/bin/pip install -r ${requirements}`,
  });
  return lacking;
};

const install = async (): Promise<void> => {
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', '.venv']],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]],
  ];
  for (const [command, args] of steps)
    if ((await exitCodeOf(command, args, { cwd: root })) !== 0)
      throw new Error(`this failed: ${command} ${args.join(' ')}`);
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/moto-api/`)).ok;
  } catch {
    return false;
  }
};

const untilItAnswers = async (url: string, server: Daemon): Promise<void> => {
  for (let waitedMs = 0; !(await answers(url)); waitedMs += 100) {
    if (server.hasEnded() || waitedMs > answersWithinMs) {
      await server.stop();
      throw new Error(`moto does not answer at ${url}; the end of moto.log:\n${lastLines(20)}`);
    }
    await pause(100);
  }
};

const lastLines = (count: number): string =>
  readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');

const start = async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(logFile, 'w');
  const server = daemon(
    python,
    ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    // The tests read from moto's record in which order calls arrived.
    { MOTO_RECORDER_FILEPATH: `${root}moto-record.log` },
    log,
  );
  closeSync(log);
  await untilItAnswers(url, server);
  const variables = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'moto-takes-any',
    AWS_SECRET_ACCESS_KEY: 'moto-takes-any',
  };
  return { variables, stop: server.stop };
};

export const moto: IntegrationService = { name: 'moto', missing, install, start };
