// The service of durable functions over HTTP, for functions in processes of their own: it keeps the journal of one execution, and
// invokes the function until that has ended. Waits end after a second at most, as if time went faster.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CheckpointDurableExecutionRequest } from '@aws/durable-execution-sdk-js';
import { pause } from '#core/runtime/pause.ts';
import { type DurableHandler, type Ended, runOnJournal } from '#test/support/journal-engine.ts';
import type { LambdaFunction } from './lambda-function.ts';

type Journal = Parameters<Parameters<typeof runOnJournal>[0]>[0];

const waitMaxMs = 1_000;

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** REST JSON has times as seconds since 1970. */
const withSeconds = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(withSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withSeconds(inner)]));
};

export const durableService = async () => {
  let journal: Journal | undefined;
  const answerTo = async (request: IncomingMessage): Promise<unknown> => {
    const text = await textOf(request);
    const noLogger = undefined as never;
    if (request.url?.endsWith('/checkpoint'))
      return journal?.checkpoint(JSON.parse(text) as CheckpointDurableExecutionRequest, noLogger);
    return journal?.getExecutionState({} as never, noLogger);
  };
  const server = createServer((request, response) => {
    void answerTo(request).then(
      (answer) => response.setHeader('content-type', 'application/json').end(JSON.stringify(withSeconds(answer))),
      (error: Error) => response.writeHead(500).end(JSON.stringify({ message: error.message })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let skippedMs = 0;
  const nowMs = (): number => Date.now() + skippedMs;

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** `functionOf` is asked before each invocation: another process may go on where the last one was. */
    run: (event: unknown, functionOf: (invocation: number) => Promise<LambdaFunction>): Promise<Ended> => {
      let invocations = 0;
      const handler: DurableHandler = async (input) => {
        invocations += 1;
        return (await functionOf(invocations)).invoke(input);
      };
      return runOnJournal(
        (client) => {
          journal = client;
          return handler;
        },
        event,
        {
          nowMs,
          advanceTo: async (ms) => {
            await pause(Math.min(waitMaxMs, Math.max(0, ms - nowMs())));
            skippedMs += Math.max(0, ms - nowMs());
          },
        },
      );
    },
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
