// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it), `dist/cli/curfew.mjs` and `dist/api/`; with `functions`
// only the former, which is all that a synthesis needs, with `package` only what npm publishes, with `command` only the command.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleApi, bundleCommand, bundleFunctions } from './bundle.ts';
import { keepCommand } from './kept-command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const parts: Readonly<Record<string, readonly string[]>> = {
  all: ['api', 'cli', 'functions'],
  functions: ['functions'],
  package: ['api', 'cli'],
  command: ['cli'],
};
const folders = parts[process.argv[2] ?? 'all'] ?? [];

const builders: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  api: bundleApi,
  cli: async (folder) => {
    const begunMs = Date.now();
    const inputs = await bundleCommand(folder);
    await keepCommand({ root, folder, inputs, begunMs }, begunMs);
  },
  functions: bundleFunctions,
};

await Promise.all(
  folders.map(async (name) => {
    await rm(`${root}dist/${name}`, { recursive: true, force: true });
    await builders[name]?.(`${root}dist/${name}`);
  }),
);
