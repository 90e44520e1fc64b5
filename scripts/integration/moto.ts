// moto: AWS's wire formats on this machine, from a Python virtual environment in the project's folder.
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pause } from '#core/runtime/pause.ts';
import { type Daemon, daemon, freePort } from './processes.ts';
import type { IntegrationService } from './service.ts';
import { installPackages, missingPackage, python } from './venv.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const logFile = `${root}moto.log`;
const answersWithinMs = 60_000;

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

export const moto: IntegrationService = {
  name: 'moto',
  missing: () => missingPackage('moto', 'flask'),
  install: installPackages,
  start,
};
