// In a clone, what was built stands for the sources as long as they are the same.
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { keepCommand } from '../../scripts/kept-command.ts';

const nowMs = Date.parse('2026-11-20T12:00:00Z');

const write = (file: string, text: string, ms: number): void => {
  writeFileSync(file, text);
  utimesSync(file, ms / 1_000, ms / 1_000);
};

/** A clone with one source, which was built. */
const built = async (begunMs = nowMs) => {
  const root = `${realpathSync(mkdtempSync(join(tmpdir(), 'curfew-built-')))}/`;
  for (const folder of ['cli', 'dist/cli']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync('cli/built.mjs', join(root, 'cli/built.mjs'));
  const source = join(root, 'cli/main.ts');
  write(source, 'one', nowMs - 1_000);
  write(join(root, 'package-lock.json'), '{}', nowMs - 1_000);
  writeFileSync(join(root, 'dist/cli/curfew.mjs'), 'built');
  const build = {
    root,
    folder: join(root, 'dist'),
    inputs: ['cli/main.ts', 'node_modules/zod/index.js', 'kafka:node_modules/kafka/index.js'],
    begunMs,
  };
  await keepCommand(build, nowMs);
  const { builtCommand } = await import(pathToFileURL(join(root, 'cli/built.mjs')).href);
  return { root, source, builtCommand: builtCommand as () => string | undefined };
};

describe('the built command of a clone', () => {
  it('the built command of a clone is used while its sources are as they were', async () => {
    const { root, builtCommand } = await built();

    expect(builtCommand()).toMatch(
      new RegExp(`^${pathToFileURL(root).href}dist/command-[0-9a-f]{12}/cli/curfew\\.mjs$`),
    );
    expect(statSync(new URL(builtCommand() ?? '')).size).toBe('built'.length);
  });

  it.each<[what: string, change: (source: string, root: string) => void]>([
    ['another text of the same length', (source) => write(source, 'two', nowMs)],
    ['another text of the same time', (source) => write(source, 'three', nowMs - 1_000)],
    ['other packages', (_, root) => write(join(root, 'package-lock.json'), '{ }', nowMs)],
    ['a manifest that is broken', (_, root) => writeFileSync(join(root, 'dist/command.json'), '{')],
  ])('the built command of a clone is not used after a change: %s', async (_, change) => {
    const { root, source, builtCommand } = await built();
    expect(builtCommand()).toBeDefined();
    change(source, root);

    expect(builtCommand()).toBeUndefined();
  });

  it('the built command of a clone is not used where a source changed while it was built', async () => {
    const { builtCommand } = await built(nowMs - 2_000);

    expect(builtCommand()).toBeUndefined();
  });
});
