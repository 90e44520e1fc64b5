// The file that npm and `npx` begin the command with: a step before the command itself.
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCurfew } from './run-curfew.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { bin, version } = JSON.parse(readFileSync(fileOf('package.json'), 'utf8'));

it('the bin of package.json is the command, exit code included', async () => {
  expect(await runCurfew(['--version'], { file: fileOf(bin.curfew) })).toMatchObject({
    code: 0,
    stdout: `${version}\n`,
  });
  const mistyped = await runCurfew(['plann'], { file: fileOf(bin.curfew) });
  expect(mistyped).toMatchObject({ code: 2, stdout: '' });
  expect(mistyped.stderr).toContain('Did you mean plan?');
});

it.each(['cli/bin.mjs', 'cli/main.ts'])('%s has the permission to be executed by everybody', (path) => {
  expect(statSync(fileOf(path)).mode & 0o111).toBe(0o111);
});

it('the command of a clone tells an old Node in one sentence to use npx', async () => {
  const pretends = "import m from 'node:module'; m.enableCompileCache = undefined;";
  const data = `data:text/javascript,${encodeURIComponent(pretends)}`;
  const ran = await runCurfew([fileOf('cli/bin.mjs'), '--version'], { file: `--import=${data}` });

  expect({ ...ran, stderr: ran.stderr.replace(process.versions.node, 'X') }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Node.js X is too old for this command. Use npx curfew, which brings its own, or npm run build.\n',
  });
});
