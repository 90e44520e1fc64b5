// A Python virtual environment in the project's folder, for the tools that are written in Python.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodeOf } from './processes.ts';
import type { Missing } from './service.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requirements = 'test/integration/requirements.txt';

export const python = `${root}.venv/bin/python`;

const quietly = (command: string, args: readonly string[]): Promise<number> =>
  exitCodeOf(command, args, { stdio: 'ignore', cwd: root });

const pinned = (name: string): string =>
  new RegExp(`^${name}\\S*==(\\S+)$`, 'm').exec(readFileSync(`${root}${requirements}`, 'utf8'))?.[1] ?? '';

const hasPython = async (): Promise<boolean> =>
  (await quietly('python3', ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)'])) === 0;

/** `needs` is a module that comes with a package only if it was installed in full. */
const has = async (name: string, needs: string): Promise<boolean> =>
  existsSync(python) &&
  (await quietly(python, [
    '-c',
    `import ${needs}, importlib.metadata as m; assert m.version('${name}') == '${pinned(name)}'`,
  ])) === 0;

export const missingPackage = async (name: string, needs: string): Promise<Missing[]> => {
  if (await has(name, needs)) return [];
  const lacking: Missing[] = [];
  if (!(await hasPython()))
    lacking.push({
      what: 'python3 (3.10 or newer) with venv',
      remedy: 'apt-get install python3 python3-venv   # or your system’s way to get Python',
    });
  lacking.push({
    what: `${name} ${pinned(name)} in .venv/`,
    remedy: `python3 -m venv .venv && .venv/bin/pip install -r ${requirements}`,
  });
  return lacking;
};

/** All packages at once: each service that asks finds what another has brought. */
export const installPackages = async (): Promise<void> => {
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', '.venv']],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]],
  ];
  for (const [command, args] of steps)
    if ((await exitCodeOf(command, args, { cwd: root })) !== 0)
      throw new Error(`this failed: ${command} ${args.join(' ')}`);
};
