// Builds `dist/functions/<name>/index.mjs` (minified ESM, source map beside it) and `dist/cli/curfew.mjs`.
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { loadDefinitions } from '#config/load.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const environments = `${root}environments`;

/** Packs the validated definitions into the bundle, so that a running execution can never see them change. */
const packDefinitions: Plugin = {
  name: 'pack-definitions',
  setup(builder) {
    builder.onLoad({ filter: /shared\/config\/packed-source\.ts$/ }, () => ({
      contents: `export const loadPacked = () => (${JSON.stringify(loadDefinitions(environments))});`,
      loader: 'js',
    }));
  },
};

/** CommonJS inside the bundle asks for `require`, which an ES module does not have. */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The AWS packages' ES modules tree-shake, their CommonJS does not.
  mainFields: ['module', 'main'],
  banner: { js: requireBanner },
  logLevel: 'warning',
};

const functionNames = (): string[] =>
  readdirSync(`${root}functions`).filter((name) => existsSync(`${root}functions/${name}/handler.ts`));

const buildFunction = (name: string) =>
  build({
    ...shared,
    entryPoints: [`functions/${name}/handler.ts`],
    outfile: `dist/functions/${name}/index.mjs`,
    minify: true,
    sourcemap: 'linked',
    plugins: [packDefinitions],
  });

const buildCommand = () => build({ ...shared, entryPoints: ['cli/main.ts'], outfile: 'dist/cli/curfew.mjs' });

await rm(`${root}dist`, { recursive: true, force: true });
await Promise.all([...functionNames().map(buildFunction), buildCommand()]);
