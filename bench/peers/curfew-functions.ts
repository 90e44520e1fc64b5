// Curfew as a release deploys it: the function of an action in a process of its own, with real clients and with the variables that are deployed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Report } from '#core/report.ts';
import { nodeVariables } from '#infra/product/function-settings.ts';
import { durableService } from '#test/integration/support/durable-service.ts';
import type { LambdaFunction } from '#test/integration/support/lambda-function.ts';
import { credentials, type Tool, type Used } from './tool.ts';

type FromChild = { readonly answer?: unknown; readonly failed?: string; readonly used?: Omit<Used, 'code'> };

/** The function stays warm over the whole run, as Lambda keeps it. */
export const curfewFunctions: Tool = {
  name: 'Curfew, functions',
  run: async (action, { url, functions, tableName, topicArn, killBy }, takeOver = false) => {
    const durable = await durableService();
    const child = fork(
      fileURLToPath(new URL('bundle-child.mjs', import.meta.url)),
      [pathToFileURL(join(functions, action, 'index.mjs')).href],
      {
        execArgv: [],
        env: {
          ...process.env,
          ...nodeVariables,
          ...credentials,
          AWS_ENDPOINT_URL: url,
          AWS_ENDPOINT_URL_LAMBDA: durable.url,
          TABLE_NAME: tableName,
          OPERATOR_TOPIC_ARN: topicArn,
        },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    const told = async (message: object): Promise<FromChild> => {
      const answered = once(child, 'message');
      child.send(message);
      return Promise.race([answered.then(([answer]) => answer as FromChild), died]);
    };
    const died = once(child, 'exit').then(() => ({ failed: 'the process died' }) satisfies FromChild);
    killBy(() => child.kill('SIGKILL'));
    try {
      await once(child, 'message');
      const ended = (): boolean => child.signalCode !== null;
      const invoke = async (input: unknown): Promise<unknown> => {
        const { answer, failed } = await told({ invoke: input });
        // Durable: who invokes again finds what was done. Here nobody does, as when the run is ended by hand.
        if (ended()) return new Promise<never>(() => undefined);
        if (failed !== undefined) throw new Error(failed);
        return answer;
      };
      const event = { environment: 'peers', requestedBy: 'bench', ...(takeOver ? { supersede: true } : {}) };
      const { result } = await Promise.race([
        durable.run(event, async () => ({ invoke }) as LambdaFunction),
        died.then(() => ({ result: undefined })),
      ]);
      if (ended()) return { code: -9, cpuSeconds: 0, megabytes: 0 };
      const { used = { cpuSeconds: 0, megabytes: 0 } } = await told({ end: true });
      return { ...used, code: (result as Report).outcome === 'done' ? 0 : 1 };
    } finally {
      child.kill();
      durable.close();
    }
  },
};
