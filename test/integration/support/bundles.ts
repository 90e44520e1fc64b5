// The functions' bundles as Lambda would load them, run by the durable SDK's own local runner. Nothing is injected.
import { fileURLToPath } from 'node:url';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';

type Handler = ConstructorParameters<typeof LocalDurableTestRunner>[0]['handlerFunction'];

/** Those that `npm run build` made. */
export const builtBundles = fileURLToPath(new URL('../../../dist/functions', import.meta.url));

/** Runs the handler that a bundle exports to its end and gives back what it returned. */
export const runBundle = async (folder: string, action: Action, payload: object): Promise<Report> => {
  const { handler }: { handler: Handler } = await import(`${folder}/${action}/index.mjs`);
  const execution = await new LocalDurableTestRunner({ handlerFunction: handler }).run({ payload });
  return execution.getResult() as Report;
};
