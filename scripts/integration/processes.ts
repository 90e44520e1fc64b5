// Child processes of the integration tests. None of them outlives this process.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const started = (command: string, args: readonly string[], options: SpawnOptions): ChildProcess => {
  const child = spawn(command, args, options);
  const kill = () => void child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
};

/** Runs a command to its end. A command that does not exist, or is killed, fails like any other. */
export const exitCodeOf = (command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> =>
  new Promise((resolve) => {
    const child = started(command, args, { stdio: 'inherit', ...options });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });

export type Daemon = {
  readonly hasEnded: () => boolean;
  readonly stop: () => Promise<void>;
};

/** Starts a command that runs until it is stopped; its output goes to an open file. */
export const daemon = (command: string, args: readonly string[], variables: NodeJS.ProcessEnv, log: number): Daemon => {
  const child = started(command, args, { stdio: ['ignore', log, log], env: { ...process.env, ...variables } });
  let ended = false;
  const end = Promise.race([once(child, 'exit'), once(child, 'error')]).then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  return {
    hasEnded: () => ended,
    stop: async () => {
      child.kill();
      await end;
    },
  };
};

/** A port of this machine that is free now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port of this machine is free');
  return address.port;
};
