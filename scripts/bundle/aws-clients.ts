// Of the AWS clients only what is used is bundled: most of one is shapes and errors of operations that nobody calls.
import { globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every word of our own code that may be the name of an error. */
const ownWords = (): ReadonlySet<string> =>
  new Set(
    globSync('{cli,functions,shared}/**/*.ts', { cwd: root }).flatMap((file) =>
      readFileSync(`${root}${file}`, 'utf8').match(/\b[A-Z]\w+/g),
    ) as string[],
  );

/**
 * The keys of a shape are written as `[_name]`, and computing one might change something, so every shape would be bundled: a megabyte
 * for EC2. With the keys' values in their place only those in use are.
 */
const withPlainKeys = (source: string): string => {
  const values = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\n]*");$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return source.replace(/\[(\w+)\]:/g, (key, name: string) => {
    const value = values.get(name);
    return value === undefined ? key : `${value}:`;
  });
};

/**
 * A client lists a class for each error of its service, 150 of RDS alone. An error that it does not list has the class of the service,
 * with the same code, message and status, and the code for its name: all that `core/aws/errors.ts` reads. Of Query services the
 * name of a class is not its code, so classes that our code names stay.
 */
const withNamedErrors = (source: string, names: ReadonlySet<string>): string =>
  source.replace(/^n0_registry\.registerError\((\w+)\$, \w+\);\n/gm, (line, name: string) =>
    names.has(name) || names.has(name.replace(/(Fault|Exception)$/, '')) ? line : '',
  );

export const onlyWhatIsUsedOfClients: Plugin = {
  name: 'only-what-is-used-of-clients',
  setup(builder) {
    const names = ownWords();
    builder.onLoad({ filter: /@aws-sdk\/client-[^/]+\/dist-es\/schemas\/[^/]+\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: withNamedErrors(withPlainKeys(source), names), loader: 'js' };
    });
    // A parser for the names of browsers, which the SDK would load in one.
    builder.onResolve({ filter: /^bowser$/ }, ({ path }) => ({ path, namespace: 'without-browsers' }));
    builder.onLoad({ filter: /./, namespace: 'without-browsers' }, () => ({ contents: 'export default {};' }));
  },
};

/**
 * Lambda hands a function its credentials by environment variables, where the SDK looks first anyway. The other ways of
 * finding some (profiles, single sign-on, other machines' metadata) are a sixth of a bundle that is never used.
 */
export const credentialsFromEnvironment: Plugin = {
  name: 'credentials-from-environment',
  setup(builder) {
    builder.onLoad({ filter: /@aws-sdk\/credential-provider-node\/.*\/index\.js$/ }, ({ path }) => ({
      contents:
        "import { fromEnv } from '@aws-sdk/credential-provider-env'; export const defaultProvider = () => fromEnv();",
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};

const fromFiles = ', fromSharedConfigFiles(configFileSelector, configuration)';

/**
 * Each setting that no variable gives is looked for in a person's configuration files, by every client. On Lambda there are none: the
 * look costs two failed reads, the threads that do them, and three errors with their stacks for each of a dozen settings.
 */
export const settingsFromEnvironment: Plugin = {
  name: 'settings-from-environment',
  setup(builder) {
    builder.onLoad({ filter: /@smithy\/core\/dist-es\/.*\/configLoader\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes(fromFiles)) throw new Error(`${path} looks for settings in another way than before`);
      return { contents: source.replace(fromFiles, ''), loader: 'js' };
    });
  },
};

/**
 * The signer of tokens for MSK can also find credentials, assume roles and ask who it is, with packages that are half of a small
 * bundle. It is always given credentials.
 */
export const signerWithoutCredentials: Plugin = {
  name: 'signer-without-credentials',
  setup(builder) {
    const namespace = 'signer-without-credentials';
    builder.onResolve({ filter: /^@aws-sdk\/(client-sts|credential-providers)$/ }, ({ path, importer }) =>
      importer.includes('/aws-msk-iam-sasl-signer-js/') ? { path, namespace } : null,
    );
    builder.onLoad({ filter: /./, namespace }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

/**
 * The engine loads the client for Lambda when it has been given none, all of it: whoever imports a module as it runs can ask for
 * anything in it. These are what it asks for.
 */
const namesForEngine = ['CheckpointDurableExecutionCommand', 'GetDurableExecutionStateCommand', 'LambdaClient'];

export const lambdaClientOfEngine: Plugin = {
  name: 'lambda-client-of-engine',
  setup(builder) {
    const namespace = 'lambda-client-of-engine';
    builder.onResolve({ filter: /^@aws-sdk\/client-lambda$/ }, ({ path, kind, importer }) =>
      kind === 'dynamic-import' && importer.includes('/durable-execution-sdk-js/')
        ? { path, namespace, pluginData: dirname(importer) }
        : null,
    );
    builder.onLoad({ filter: /./, namespace }, ({ path, pluginData }) => ({
      contents: `export { ${namesForEngine.join(', ')} } from ${JSON.stringify(path)};`,
      resolveDir: pluginData,
    }));
  },
};
