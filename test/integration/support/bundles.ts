// The functions' bundles as Lambda would load them, run by the durable SDK's own local runner. Nothing is injected.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import { bundleFunctions } from '../../../scripts/bundle.ts';

type Handler = ConstructorParameters<typeof LocalDurableTestRunner>[0]['handlerFunction'];

/** Those that `npm run build` made, over the definitions in `examples/atlas/`. */
export const builtBundles = fileURLToPath(new URL('../../../dist/functions', import.meta.url));

/** The same functions over the definitions in `../environments/`, in a temporary folder. */
export const buildBundles = async (): Promise<string> => {
  const folder = await mkdtemp(`${tmpdir()}/curfew-bundles-`);
  await bundleFunctions(fileURLToPath(new URL('../environments', import.meta.url)), folder);
  return folder;
};

/** Runs the handler that a bundle exports to its end and gives back what it returned. */
export const runBundle = async (folder: string, action: Action, payload: object): Promise<Report> => {
  const { handler }: { handler: Handler } = await import(`${folder}/${action}/index.mjs`);
  const execution = await new LocalDurableTestRunner({ handlerFunction: handler }).run({ payload });
  return execution.getResult() as Report;
};
