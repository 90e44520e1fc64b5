// A built bundle under AWS's own Lambda runtime: its interface emulator takes invocations over HTTP, its client for Node loads the
// bundle and calls the handler, in a process of its own.
import { closeSync, openSync, readFileSync } from 'node:fs';
import { memoryMegabytes, nodeVariables } from '#infra/product/function-settings.ts';
import { untilItAnswers } from '../../../scripts/integration/http-daemon.ts';
import { daemon, freePorts } from '../../../scripts/integration/processes.ts';

export type LambdaFunction = {
  /** What the handler returned; of one that threw, what Lambda says about it. */
  readonly invoke: (payload: unknown) => Promise<unknown>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

const variable = (name: 'LAMBDA_EMULATOR' | 'LAMBDA_CLIENT'): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with npm run test:integration`);
  return value;
};

/** `folder` holds `index.mjs`. */
export const lambdaFunction = async (
  name: string,
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<LambdaFunction> => {
  const [port = 0, apiPort = 0] = await freePorts(2);
  const address = `127.0.0.1:${port}`;
  const logFile = `lambda-${name}.log`;
  const log = openSync(logFile, 'w');
  const emulator = daemon(
    variable('LAMBDA_EMULATOR'),
    [
      ...['--runtime-interface-emulator-address', address],
      ...['--runtime-api-address', `127.0.0.1:${apiPort}`],
      ...[process.execPath, variable('LAMBDA_CLIENT'), 'index.handler'],
    ],
    {
      ...nodeVariables,
      ...variables,
      LAMBDA_TASK_ROOT: folder,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_LAMBDA_FUNCTION_TIMEOUT: '120',
    },
    log,
  );
  closeSync(log);
  await untilItAnswers(`the emulator of ${name}`, `http://${address}/`, emulator, logFile);
  return {
    invoke: async (payload) => {
      const path = '/2015-03-31/functions/function/invocations';
      const answer = await fetch(`http://${address}${path}`, { method: 'POST', body: JSON.stringify(payload) });
      return JSON.parse(await answer.text());
    },
    log: () => readFileSync(logFile, 'utf8'),
    stop: emulator.stop,
  };
};
