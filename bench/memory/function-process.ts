// A built function in a process of its own, seen from the outside: it is invoked, what it asks for is answered, and in the end
// it says how much memory it took.
import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeVariables } from '#infra/product/function-settings.ts';
import { bundleModules } from '../../scripts/bundle.ts';
import { unpackRelease } from '../../scripts/release.ts';
import type { FunctionName } from '../functions.ts';
import type { Asked, Ended, ToChild } from './child.ts';

/**
 * Writes the module that a process is started with, as small as a bundle so that next to nothing of it is measured, and beside it what a
 * release deploys.
 */
export const bundleChild = async (folder: string): Promise<string> => {
  await unpackRelease(folder);
  await bundleModules({ child: 'bench/memory/child.ts' }, folder);
  return join(folder, 'child.mjs');
};

/** Answers what the process asks for, in the order in which it asks. */
export type Answering = (asked: Asked) => Promise<unknown>;

export type FunctionProcess = Disposable & {
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Peaks of resident memory: of Node alone, with the bundle, and up to the last invocation. */
  readonly megabytes: { readonly node: number; readonly loaded: number; readonly peak: number };
};

type ProcessOptions = {
  readonly name: FunctionName;
  /** The bundle of child.ts, beside what a release deploys. */
  readonly module: string;
  readonly definition: unknown;
  readonly nowMs: () => number;
  readonly answer: Answering;
  readonly variables?: Readonly<Record<string, string>>;
};

const bundleUrlBeside = (module: string, name: FunctionName): string =>
  pathToFileURL(join(dirname(module), name, 'index.mjs')).href;

/** What crosses to another process of an error of AWS. */
const errorFields = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof Error ? { ...error, name: error.name, message: error.message } : { message: String(error) };

export const functionProcess = async (options: ProcessOptions): Promise<FunctionProcess> => {
  const { name, module, definition, nowMs, answer, variables } = options;
  const child = fork(module, [], {
    serialization: 'advanced',
    // Lambda starts Node by its variables alone, whatever the parent was started with.
    execArgv: [],
    env: { ...process.env, AWS_REGION: 'us-east-1', ...nodeVariables, ...variables },
    // Its log is no part of the figures.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const megabytes = { node: 0, loaded: 0, peak: 0 };
  let ending = Promise.withResolvers<unknown>();
  let last: Promise<unknown> = Promise.resolve();
  const send = (message: Record<string, unknown>): void => void child.send({ ...message, nowMs: nowMs() } as ToChild);

  child.on('message', (message: Asked | Ended) => {
    if (!('id' in message)) {
      megabytes.peak = message.megabytes;
      if (message.error === undefined) ending.resolve(message.value);
      else ending.reject(new Error(`${name} in a process of its own: ${message.error}`));
      return;
    }
    // One after the other: an answer may let virtual time pass.
    last = last.then(() =>
      answer(message).then(
        (value) => send({ answers: message.id, value }),
        (error: unknown) => send({ answers: message.id, error: errorFields(error) }),
      ),
    );
  });
  child.once('error', (error) => ending.reject(error));
  child.once('exit', (code) => ending.reject(new Error(`the process of ${name} ended early, with ${code}`)));

  const toDo = (message: Record<string, unknown>): Promise<unknown> => {
    ending = Promise.withResolvers();
    send(message);
    return ending.promise;
  };
  await ending.promise;
  megabytes.node = megabytes.peak;
  await toDo({ begin: { name, bundle: bundleUrlBeside(module, name), definition } });
  megabytes.loaded = megabytes.peak;
  return { invoke: (event) => toDo({ invoke: event }), megabytes, [Symbol.dispose]: () => void child.kill() };
};
