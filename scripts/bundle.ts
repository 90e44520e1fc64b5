// Bundles the functions and the command with esbuild. Where the bundles go is the caller's choice.
import { existsSync, readdirSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import type { FunctionName } from '#core/deployed.ts';
import { loadPriceTables } from '#savings/prices.ts';
import {
  credentialsFromEnvironment,
  lambdaClientOfEngine,
  onlyWhatIsUsedOfClients,
  settingsFromEnvironment,
  signerWithoutCredentials,
} from './bundle/aws-clients.ts';
import { builtinsByRequire } from './bundle/builtins-by-require.ts';
import { onlyWhatIsUsedOfKafka } from './bundle/kafka-client.ts';
import { textToolsWhenUsed } from './bundle/text-tools.ts';
import { withoutHelp } from './bundle/without-help.ts';
import { type SourceMap, withLinesOf, withNamesOfFunctions, withPlacesOfLines } from './source-map.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The prices of the repository: a deployed function reads no files and carries no YAML parser. */
const packPrices: Plugin = {
  name: 'pack-prices',
  setup(builder) {
    builder.onLoad({ filter: /shared\/savings\/packed-prices-source\.ts$/ }, () => ({
      contents: `export const loadPackedPrices = () => (${JSON.stringify(loadPriceTables(`${root}prices`))});`,
      loader: 'js',
    }));
  },
};

const isOwn = (source: string): boolean => !source.includes('/node_modules/');

/**
 * Node keeps the source map in memory and unpacks all of it at the first stack that is read. Nine tenths of it would be about
 * packages: of those a stack names the file alone, of our own modules the line.
 */
const mapOwnLinesOnly = async (file: string): Promise<void> => {
  const map = JSON.parse(await readFile(file, 'utf8')) as SourceMap;
  const named = withNamesOfFunctions(map, await readFile(file.replace(/\.map$/, ''), 'utf8'));
  await writeFile(file, JSON.stringify(withPlacesOfLines(withLinesOf(named, isOwn))));
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
  // Its other form reads a file next to itself, which a bundle does not have (facts/kafka.md 2.3).
  // And one Temporal is enough: package.json overrides the other one.
  alias: {
    '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled',
    '@js-temporal/polyfill': 'temporal-polyfill',
  },
  logLevel: 'warning',
};

const functionNames = (): string[] =>
  readdirSync(`${root}functions`).filter((name) => existsSync(`${root}functions/${name}/handler.ts`));

/**
 * What a function loads only when it needs it (`import('./pagerduty/destination.ts')`) becomes a file of its own beside it,
 * `pagerduty.mjs`, complete in itself. Chunks that share code would be smaller together, but the function would then begin with
 * several files instead of one.
 */
const inFilesOfTheirOwn = (found: Map<string, string>): Plugin => ({
  name: 'in-files-of-their-own',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/[\w-]+\/destination\.ts$/ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return null;
      const name = basename(dirname(path));
      found.set(name, `${resolveDir}/${path}`);
      return { path: `./${name}.mjs`, external: true };
    });
  },
});

/** By the name of the file to write without its ending, the module that it begins with. */
type Modules = Readonly<Record<string, string>>;

/** The files beside the written ones that these load when they need them, `from` where `in-files-of-their-own` found them. */
const loadedLater = ({ outputs }: Metafile, folder: string, from: ReadonlyMap<string, string>): Modules =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([file, { imports }]) =>
      imports.flatMap(({ path }) => {
        const module = from.get(basename(path, '.mjs'));
        return module === undefined || !path.startsWith('./')
          ? []
          : [[relative(folder, resolve(root, dirname(file), basename(path, '.mjs'))), module]];
      }),
    ),
  );

/**
 * Writes modules as Lambda gets them: minified, with a source map beside each, and beside that what it loads later. All in one
 * call, so that what several have in common is read and parsed once; each file is complete in itself all the same.
 */
export const bundleModules = async (modules: Modules, folder: string): Promise<void> => {
  const later = new Map<string, string>();
  const { metafile } = await build({
    ...shared,
    entryPoints: { ...modules },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    metafile: true,
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [
      builtinsByRequire,
      withoutHelp,
      inFilesOfTheirOwn(later),
      packPrices,
      credentialsFromEnvironment,
      settingsFromEnvironment,
      lambdaClientOfEngine,
      onlyWhatIsUsedOfKafka(['metadata', 'producer']),
      signerWithoutCredentials,
      onlyWhatIsUsedOfClients,
    ],
  });
  await Promise.all(Object.keys(modules).map((name) => mapOwnLinesOnly(`${folder}/${name}.mjs.map`)));
  const rest = loadedLater(metafile, folder, later);
  if (Object.keys(rest).length > 0) await bundleModules(rest, folder);
};

/** Writes `<folder>/<name>/index.mjs` for every function, and what it loads later beside it. */
export const bundleFunctions = (folder: string): Promise<void> =>
  bundleModules(
    Object.fromEntries(functionNames().map((name) => [`${name}/index`, `functions/${name}/handler.ts`])),
    folder,
  );

/** The functions of an environment: what a release deploys. Those of a stream are the platform's. */
export const environmentFunctions: readonly FunctionName[] = [
  'start',
  'stop',
  'reconcile',
  'alarm-notify',
  'cleanup',
  'control',
];

/**
 * Writes `<folder>/<name>/index.mjs` for every function of an environment, and beside these folders what they share: half the size
 * of the same functions each complete in itself, which is what people download and upload.
 */
export const bundleRelease = async (folder: string): Promise<void> => {
  const { metafile } = await build({
    ...shared,
    entryPoints: environmentFunctions.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    minify: true,
    metafile: true,
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [
      builtinsByRequire,
      withoutHelp,
      packPrices,
      credentialsFromEnvironment,
      settingsFromEnvironment,
      lambdaClientOfEngine,
      onlyWhatIsUsedOfKafka(['metadata', 'producer']),
      signerWithoutCredentials,
      onlyWhatIsUsedOfClients,
    ],
  });
  const maps = Object.keys(metafile.outputs).filter((file) => file.endsWith('.map'));
  await Promise.all(maps.map((file) => mapOwnLinesOnly(`${root}${file}`)));
};

/** What runs on people's machines runs on every Node that is still looked after, and comes over the network. */
const forPeople: BuildOptions = {
  ...shared,
  target: 'node22',
  minify: true,
  outExtension: { '.js': '.mjs' },
  plugins: [
    onlyWhatIsUsedOfKafka(['metadata', 'producer', 'consumer']),
    signerWithoutCredentials,
    onlyWhatIsUsedOfClients,
    textToolsWhenUsed,
  ],
};

/** What each file is made of: a test reads which packages come along with the command. */
const inputsOf = ({ outputs }: Metafile): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(outputs).map(([file, { inputs, imports }]) => [
      file,
      [...Object.keys(inputs), ...imports.map(({ path }) => path)],
    ]),
  );

const declared = async (names: readonly string[]): Promise<string> => {
  const types = await readFile(`${root}cli/api/types.ts`, 'utf8');
  // Types alone are a declaration file as they are.
  const values = names.map((name) => `export declare const ${name}: Api['${name}'];\n`);
  return `${types}\n${values.join('')}`;
};

/**
 * Writes what people have of the package: `cli/curfew.mjs`, the command; `api/index.mjs`, what `import 'curfew'` gives, and
 * `cdk/index.mjs`, what `import 'curfew/cdk'` does, with their types; and in `chunks/` what these share, or load only when they
 * need it. CDK is the one of whoever imports it. Answers with the files that all of it was made of.
 */
export const bundlePackage = async (folder: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    ...forPeople,
    entryPoints: {
      'api/index': 'cli/api/index.ts',
      'cdk/index': 'infra/product/cdk/index.ts',
      'cli/curfew': 'cli/main.ts',
    },
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    external: ['aws-cdk-lib', 'constructs'],
    splitting: true,
    metafile: true,
  });
  const api = Object.entries(metafile.outputs).find(([file]) => file.endsWith('/api/index.mjs'))?.[1];
  await writeFile(`${folder}/api/index.d.ts`, await declared(api?.exports ?? []));
  await copyFile(`${root}infra/product/cdk/types.d.ts`, `${folder}/cdk/index.d.ts`);
  await writeFile(`${folder}/package-inputs.json`, JSON.stringify(inputsOf(metafile)));
  return Object.keys(metafile.inputs);
};
