// Node's own modules by `require` instead of `import`. An import asks for every export at once, also those that are made when they are
// asked for: the texts of all root certificates (`tls`, 9 ms), the web's crypto (`crypto`, 4 ms), and a whole HTTP client of another
// kind (`http`, 30 ms). A `require` asks for none of them.
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const namespace = 'builtins-by-require';
const isImport: ReadonlySet<string> = new Set(['import-statement', 'dynamic-import']);

export const builtinsByRequire: Plugin = {
  name: namespace,
  setup(builder) {
    builder.onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z_]+)?$/ }, ({ path, kind }) =>
      isImport.has(kind) && isBuiltin(path) ? { path, namespace, sideEffects: false } : null,
    );
    builder.onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};
