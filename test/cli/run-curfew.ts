// Runs the command as people do: in a process of its own.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

type Options = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is run, if not the command itself. */
  readonly file?: string;
};

/** As it is installed: what one process compiled the next ones need not. */
export const commandFile = fileURLToPath(new URL('../../cli/bin.mjs', import.meta.url));

// The test runner asks its children for colours.
const { FORCE_COLOR: _force, NO_COLOR: _no, ...environment } = process.env;

export const runCurfew = (args: readonly string[], { cwd, env, file = commandFile }: Options = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { env: { ...environment, ...env }, maxBuffer: 64 * 1024 * 1024, ...(cwd ? { cwd } : {}) };
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, stdout, stderr });
    });
  });
