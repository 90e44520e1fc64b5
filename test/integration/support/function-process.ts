// A function of a pipeline as Lambda runs it: its bundle with its pipeline beside it, in a process that can die in the middle of a batch.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';

export type FunctionProcess = {
  readonly handle: (event: unknown) => Promise<unknown>;
  /**
   * Ends the process at once, `afterMs` after the next batch was handed over, or after `withinMs` if there is none. Whether it was in
   * the middle of a batch.
   */
  readonly kill: (afterMs: number, withinMs: number) => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

const runner = fileURLToPath(new URL('function-runner.mjs', import.meta.url));

export const functionProcess = (
  name: 'normalise' | 'clickhouse-sink' | 'store-metadata' | 'event-intake' | 'change-reader',
  pipeline: Pipeline,
  bootstrap: readonly string[],
  own: Readonly<Record<string, string>> = {},
): FunctionProcess => {
  const folder = mkdtempSync(join(tmpdir(), `curfew-${name}-`));
  cpSync(`dist/functions/${name}`, folder, { recursive: true });
  writeFileSync(join(folder, 'pipeline.json'), JSON.stringify(pipeline));
  const log = openSync(`${name}.log`, 'a');
  const variables = { LAMBDA_TASK_ROOT: folder, KAFKA_BOOTSTRAP: bootstrap.join(','), AWS_REGION: 'us-east-1', ...own };
  let current: Promise<ChildProcess> | undefined;
  let armed: ((child: ChildProcess) => void) | undefined;
  let isInBatch = false;
  const begin = async (): Promise<ChildProcess> => {
    const child = fork(runner, [name, folder], {
      env: { ...process.env, ...variables },
      stdio: ['ignore', log, log, 'ipc'],
    });
    // Lambda begins a new one for the next batch.
    child.once('exit', () => {
      current = undefined;
    });
    await Promise.race([once(child, 'message'), once(child, 'exit')]);
    return child;
  };
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const answerOf = async (child: ChildProcess, event: unknown): Promise<unknown> => {
    const over = new AbortController();
    const died = once(child, 'exit', { signal: over.signal }).then(() => Promise.reject(new Error('the process died')));
    const answered = once(child, 'message', { signal: over.signal });
    // One that has just died may not have said so yet.
    const sent = new Promise<never>((_, reject) => {
      child.send({ event }, (error) => error && reject(new Error('the process died')));
    });
    armed?.(child);
    try {
      const [answer] = await Promise.race([answered, died, sent]);
      if ('failed' in answer) throw new Error(answer.failed);
      return answer.result;
    } finally {
      over.abort();
      await Promise.allSettled([answered, died]);
    }
  };
  return {
    handle: async (event) => {
      current ??= begin();
      const child = await current;
      isInBatch = true;
      try {
        return await answerOf(child, event);
      } finally {
        isInBatch = false;
      }
    },
    kill: async (afterMs, withinMs) => {
      const handedOver = Promise.withResolvers<ChildProcess | undefined>();
      armed = (child) => setTimeout(() => handedOver.resolve(child), afterMs);
      const late = setTimeout(() => handedOver.resolve(undefined), withinMs);
      const child = (await handedOver.promise) ?? (await current);
      clearTimeout(late);
      armed = undefined;
      const wasInBatch = isInBatch;
      if (child) await end(child);
      return wasInBatch;
    },
    stop: async () => {
      const child = await current;
      if (child) await end(child);
    },
  };
};
