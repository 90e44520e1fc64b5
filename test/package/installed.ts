// The package as somebody has it who installed it: packed from what was built, installed without network into an empty folder.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ran } from '#test/cli/run-curfew.ts';

const run = (file: string, args: readonly string[], cwd: string): Promise<Ran> => {
  // As a person's shell has it: nothing that npm, the tests or their runner add.
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env: { PATH, HOME, XDG_CACHE_HOME: join(cwd, '.cache') } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
};

const must = async (file: string, args: readonly string[], cwd: string): Promise<void> => {
  const { code, stderr } = await run(file, args, cwd);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}\n${stderr}`);
};

type Installed = {
  readonly folder: string;
  readonly package: string;
  readonly tarballBytes: number;
  /** On a Node of one's choice; without one, on that of the tests. */
  readonly curfew: (args: string, node?: string) => Promise<Ran>;
  readonly node: (args: readonly string[]) => Promise<Ran>;
};

/** In it is nothing but a definition of somebody's own. */
export const installPackage = async (): Promise<Installed> => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'curfew-package-')));
  await must('npm', ['pack', '--ignore-scripts', '--pack-destination', base], process.cwd());
  const [tarball = ''] = readdirSync(base);
  const folder = mkdtempSync(join(base, 'empty-'));
  const offline = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await must('npm', ['install', '--prefix', folder, ...offline, join(base, tarball)], folder);
  copyFileSync('test/package/my.yaml', join(folder, 'my.yaml'));
  const bin = 'node_modules/curfew/cli/bin.cjs';
  return {
    folder,
    package: join(folder, 'node_modules/curfew'),
    tarballBytes: statSync(join(base, tarball)).size,
    curfew: (args, node = process.execPath) => run(node, [bin, ...args.split(' ')], folder),
    node: (args) => run(process.execPath, args, folder),
  };
};
