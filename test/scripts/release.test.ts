// What a release brings along, as the build left it in `dist/`: one archive of all functions, and a command without CDK.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentFunctions } from '../../scripts/bundle.ts';
import { archiveOf } from '../../scripts/release.ts';

const archive = brotliDecompressSync(readFileSync('dist/release/functions.zip.br'));
const folder = mkdtempSync(join(tmpdir(), 'curfew-release-'));
for (const [file, content] of Object.entries(unzipSync(archive))) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}
afterAll(() => rmSync(folder, { recursive: true }));

describe('the archive of a release', () => {
  it.each(environmentFunctions)(
    'the archive of a release has %s complete: it loads where nothing else is',
    async (name) => {
      const module = await import(/* @vite-ignore */ join(folder, name, 'index.mjs'));

      expect(module.handler).toBeTypeOf('function');
    },
  );

  it('the archive of a release is the same for the same files', async () => {
    const again = await archiveOf(folder);

    expect(Buffer.from(again).equals(archive)).toBe(true);
  });
});

type Inputs = Readonly<Record<string, readonly string[]>>;

/** What is loaded or can be, from an entry on. */
const reached = (inputs: Inputs, entry: string): Set<string> => {
  const found = new Set([entry]);
  for (const file of found) for (const other of inputs[file] ?? []) found.add(other);
  return found;
};

describe('the command', () => {
  const inputs: Inputs = JSON.parse(readFileSync('dist/package-inputs.json', 'utf8'));
  const isCdk = (path: string) => /(^|node_modules\/)(aws-cdk-lib|constructs|cdk-nag)(\/|$)/.test(path);

  it('the command comes without CDK, in whatever it loads', () => {
    const all = [...reached(inputs, 'dist/cli/curfew.mjs')];

    expect(all.some((path) => path.includes('@aws-sdk/client-cloudformation'))).toBe(true);
    expect(all.filter(isCdk)).toEqual([]);
  });

  it('the construct asks for the CDK of whoever imports it', () => {
    expect([...reached(inputs, 'dist/cdk/index.mjs')].filter(isCdk)).toContain('aws-cdk-lib');
  });
});
