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

/** Everything that a command prints, to either stream; nothing if it does not exist. */
export const outputOf = async (command: string, args: readonly string[]): Promise<string> => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk));
  await new Promise<void>((resolve) => void child.once('error', () => resolve()).once('close', () => resolve()));
  return Buffer.concat(printed).toString();
};

export type Daemon = {
  readonly pid: number | undefined;
  readonly hasEnded: () => boolean;
  readonly stop: () => Promise<void>;
  readonly endBy: (signal: NodeJS.Signals) => Promise<void>;
  /** At once, without a word: as if the machine had died. */
  readonly kill: () => Promise<void>;
};

/** Starts a command that runs until it is stopped; its output goes to an open file. */
export const daemon = (
  command: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv,
  log: number,
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'cwd'> = {},
): Daemon => {
  const env = { ...process.env, ...variables };
  const child = started(command, args, { ...options, stdio: ['ignore', log, log], env });
  let ended = false;
  const end = Promise.race([once(child, 'exit'), once(child, 'error')]).then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  const endBy = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await end;
  };
  return { pid: child.pid, hasEnded: () => ended, endBy, stop: () => endBy('SIGTERM'), kill: () => endBy('SIGKILL') };
};

/** Ports of this machine that are free now, no two alike. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const addresses = servers.map((server) => server.address());
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return addresses.map((address) => {
    if (address === null || typeof address === 'string') throw new Error('no port of this machine is free');
    return address.port;
  });
};

export const freePort = async (): Promise<number> => (await freePorts(1))[0] ?? 0;
