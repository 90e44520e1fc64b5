// Runs the command on a terminal of its own, as util-linux makes one.
import { execFile, execFileSync } from 'node:child_process';
import { commandFile } from './run-curfew.ts';

export const hasTerminals = ((): boolean => {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

type Options = {
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed when a question is there. Without it the keyboard ends at once. */
  readonly typed?: string;
};

/** `shown` is what the terminal shows: both streams, and what is typed. */
export const onTerminal = (
  args: string,
  { env, typed }: Options,
): Promise<{ readonly code: number; readonly shown: string }> =>
  new Promise((resolve) => {
    // Node shows no colours to a CI, terminal or not.
    const { CI: _ci, FORCE_COLOR: _force, NO_COLOR: _no, ...rest } = process.env;
    const command = `"${process.execPath}" "${commandFile}" ${args}`;
    const options = { env: { ...rest, TERM: 'xterm-256color', ...env } };
    const child = execFile('script', ['-qec', command, '/dev/null'], options, (error, shown) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, shown }),
    );
    if (typed === undefined) return void child.stdin?.end();
    child.stdout?.on('data', (text: string) => {
      if (text.includes('[y/N]')) child.stdin?.write(typed);
    });
  });
