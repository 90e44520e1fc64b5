// moto: AWS's wire formats on this machine, from a Python virtual environment in the project's folder.
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { untilItAnswers } from './http-daemon.ts';
import { daemon, freePort } from './processes.ts';
import type { IntegrationService } from './service.ts';
import { installPackages, missingPackage, python } from './venv.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const logFile = `${root}moto.log`;
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
  await untilItAnswers('moto', `${url}/moto-api/`, server, logFile);
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
