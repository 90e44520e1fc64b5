// Of the Kafka client only what is used is bundled.
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportKind, OnResolveResult, Plugin, ResolveResult } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const clientNamespace = 'kafka-client';
const insteadNamespace = 'instead-of-kafka-client';

type ApiGroup = 'metadata' | 'producer' | 'consumer';

/** A module to load in place of `path` where the file `importer` imports it. */
type Instead = { readonly path: string; readonly importer: RegExp; readonly contents: string };

const wasmTools = ['crc32c', 'lz4Compress', 'lz4Decompress', 'snappyCompress', 'snappyDecompress'] as const;

/**
 * - The schemas of its options are compiled while it is loaded, a quarter of a second, and asked only by a client that is `strict`.
 *   None of ours is. A consumer asks about its group all the same: the options are ours, and types hold them.
 * - A client finds the codec that fits the broker by its name, among all of them. A producer asks for two groups of them alone.
 * - Checksums and compression are WebAssembly, which takes as long to compile as the rest of the client: at the first batch, or never
 *   in a function that seldom writes to Kafka.
 */
const insteadFor = (groups: readonly ApiGroup[]): readonly Instead[] => [
  {
    path: 'ajv/dist/2020.js',
    importer: /\/utils\.js$/,
    contents: `const validate = () => true;
class Ajv2020 { addKeyword() {} compile() { return validate; } errorsText() { return ''; } }
export { Ajv2020 };`,
  },
  {
    path: '../../apis/index.js',
    importer: /\/clients\/base\/base\.js$/,
    contents: groups.map((group) => `export * from './${group}/index.js';`).join('\n'),
  },
  {
    path: '@platformatic/wasm-utils',
    importer: /\/protocol\/(crc32c|compression)\.js$/,
    contents: `let loaded;
const tools = () => (loaded ??= require('@platformatic/wasm-utils'));
${wasmTools.map((name) => `export const ${name} = (data) => tools().${name}(data);`).join('\n')}`,
  },
];

const insteadOf = (instead: readonly Instead[], path: string, importer: string): OnResolveResult | undefined => {
  const found = instead.find((one) => one.path === path && one.importer.test(importer));
  return found && { path: join(dirname(importer), path), namespace: insteadNamespace, sideEffects: false };
};

const ofClient = (path: string): OnResolveResult => ({ path, namespace: clientNamespace, sideEffects: false });

/**
 * The Kafka client does not say that loading its modules changes nothing, so all of it would be bundled: its own clients, a schema
 * registry and two validators in addition to the few codecs in use. That it does not is what the test of the bundle shows.
 *
 * A namespace of its own keeps esbuild from asking about every import of every other package. `builder.resolve` reads all
 * `package.json` files afresh at each call, so it is asked only about what the client imports of others, once for each.
 */
export const onlyWhatIsUsedOfKafka = (groups: readonly ApiGroup[]): Plugin => ({
  name: 'only-what-is-used-of-kafka',
  setup(builder) {
    const instead = insteadFor(groups);
    const entry = relative(root, fileURLToPath(import.meta.resolve('@platformatic/kafka')));
    const resolved = new Map<string, Promise<ResolveResult>>();
    const resolveOnce = (path: string, kind: ImportKind, resolveDir: string): Promise<ResolveResult> => {
      const known = resolved.get(path) ?? builder.resolve(path, { kind, resolveDir });
      resolved.set(path, known);
      return known;
    };
    builder.onResolve({ filter: /^@platformatic\/kafka$/ }, () => ofClient(entry));
    for (const namespace of [clientNamespace, insteadNamespace]) {
      builder.onResolve(
        { filter: /^\.\.?\//, namespace },
        ({ path, importer }) => insteadOf(instead, path, importer) ?? ofClient(join(dirname(importer), path)),
      );
      builder.onResolve(
        { filter: /^[^.]/, namespace },
        async ({ path, kind, importer, resolveDir }) =>
          insteadOf(instead, path, importer) ?? { ...(await resolveOnce(path, kind, resolveDir)), sideEffects: false },
      );
    }
    builder.onLoad({ filter: /\.js$/, namespace: clientNamespace }, async ({ path }) => ({
      contents: await readFile(`${root}${path}`),
      resolveDir: dirname(`${root}${path}`),
      loader: 'js',
    }));
    builder.onLoad({ filter: /./, namespace: insteadNamespace }, ({ path }) => ({
      contents: instead.find((one) => path.endsWith(one.path.replace(/^[./]+/, '')))?.contents ?? '',
      resolveDir: root,
      loader: 'js',
    }));
  },
});
