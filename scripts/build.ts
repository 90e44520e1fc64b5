// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it), `dist/cli/curfew.mjs` and `dist/api/`; with `functions`
// only the former, which is all that a synthesis needs, with `package` only what npm publishes.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleApi, bundleCommand, bundleFunctions } from './bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const part = process.argv[2];
const folders = { functions: ['functions'], package: ['api', 'cli'] }[part ?? ''] ?? ['api', 'cli', 'functions'];

const builders: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  api: bundleApi,
  cli: bundleCommand,
  functions: bundleFunctions,
};

await Promise.all(
  folders.map(async (name) => {
    await rm(`${root}dist/${name}`, { recursive: true, force: true });
    await builders[name]?.(`${root}dist/${name}`);
  }),
);
