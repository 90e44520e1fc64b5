// Who may import what: the table of the folder layout, enforced.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

type Import = { readonly file: string; readonly target: string };

const aliases = Object.entries(packageJson.imports).map(([alias, path]) => ({
  prefix: alias.replace('*', ''),
  folder: path.replace('./', '').replace('*', ''),
}));

/** A path inside the repository, or the name of a package. */
const resolved = (file: string, specifier: string): string => {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  const alias = aliases.find(({ prefix }) => specifier.startsWith(prefix));
  return alias ? specifier.replace(alias.prefix, alias.folder) : specifier;
};

const folders = ['shared', 'functions', 'sim', 'cli', 'infra', 'scripts', 'bench', 'test/support'];
const sources = globSync(folders.map((folder) => `${folder}/**/*.ts`));
const imports: Import[] = sources.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, specifier = '']) => ({
    file,
    target: resolved(file, specifier),
  })),
);

/** What is known of a kind before anything runs: neither what decides nor what calls AWS nor what simulates it. */
const kindsAsData = /^shared\/kinds\/(resource|permission|permissions|samples)\.ts$/;
const deployable = ['shared/core/', 'shared/definition/', kindsAsData, 'aws-cdk-lib', 'constructs', /^node:(fs|url)$/];

const awsClient = /^@aws-sdk\/(client|util)-/;
const slices = ['shared/core/', 'shared/definition/', 'shared/kinds/'];

/** What files may import; the first line that fits a file counts. */
const table: readonly { readonly files: RegExp; readonly may: readonly (string | RegExp)[] }[] = [
  // What every slice uses knows none of them.
  {
    files: /^shared\/core\/(aws|runtime|state)\//,
    may: ['shared/core/', awsClient, /^@aws-lambda-powertools\//, /^node:/],
  },
  { files: /^shared\/core\/operator-topic\.ts$/, may: ['shared/core/', awsClient] },
  { files: /^shared\/core\//, may: ['shared/core/', 'temporal-polyfill'] },
  {
    files: /^shared\/kinds\/[^/]+\/(simulated|rehearsal)[^/]*\.ts$/,
    may: ['shared/core/', 'shared/kinds/', 'sim/', 'zod'],
  },
  { files: /^shared\/kinds\//, may: ['shared/core/', 'shared/kinds/', 'zod', awsClient] },
  {
    files: /^shared\/definition\//,
    may: [
      'shared/core/',
      'shared/kinds/',
      'shared/definition/',
      'zod',
      'yaml',
      'temporal-polyfill',
      /^node:(fs|path|url)$/,
    ],
  },
  { files: /^shared\/run\/engine\/durable\.ts$/, may: [...slices, 'shared/run/', '@aws/durable-execution-sdk-js'] },
  { files: /^shared\/run\/engine\/local\.ts$/, may: [...slices, 'shared/run/', 'p-map'] },
  {
    files: /^shared\/run\/(state|switches|alarms\/cloudwatch)/,
    may: [...slices, 'shared/run/', awsClient, /^@aws-lambda-powertools\//],
  },
  { files: /^shared\/run\//, may: [...slices, 'shared/run/', 'temporal-polyfill'] },
  // A hash is a function like any other, only that Node has it.
  { files: /^shared\/cleanup\/plan\/hash\.ts$/, may: [...slices, 'shared/cleanup/', 'node:crypto'] },
  {
    files: /^shared\/cleanup\/kafka\//,
    may: [...slices, 'shared/cleanup/', '@platformatic/kafka', 'aws-msk-iam-sasl-signer-js', 'node:net'],
  },
  {
    files: /^shared\/cleanup\/(store\/|clients|lambda-credentials)/,
    may: [...slices, 'shared/cleanup/', awsClient, /^node:/],
  },
  // A cleanup is steps over the port to Kafka; who speaks the protocol is the caller's choice.
  { files: /^shared\/cleanup\//, may: [...slices, /^shared\/cleanup\/(?!kafka\/wire)/, 'temporal-polyfill'] },
  { files: /^shared\/notify\/sources\//, may: [...slices, 'shared/notify/', 'zod'] },
  // A webhook may lead anywhere, so its connections are looked at more closely than `fetch` allows.
  {
    files: /^shared\/notify\/destinations\/webhook\//,
    may: [...slices, 'shared/notify/', /^node:(crypto|dns|https|net)$/],
  },
  {
    files: /^shared\/notify\/redaction\//,
    may: ['shared/notify/redaction/', '@secretlint/secretlint-rule-preset-recommend'],
  },
  {
    files: /^shared\/notify\//,
    may: [
      ...slices,
      'shared/notify/',
      'zod',
      awsClient,
      /^@aws-lambda-powertools\//,
      '@slack/webhook',
      'temporal-polyfill',
      'node:crypto',
    ],
  },
  {
    files: /^shared\/savings\//,
    may: [...slices, 'shared/savings/', awsClient, 'zod', 'temporal-polyfill', /^node:(fs|path|url)$/],
  },
  { files: /^shared\/init\//, may: [...slices, 'shared/init/', awsClient] },
  // The product is deployed wherever its environment came from; the platform is one that this repository deploys, and operates.
  { files: /^infra\/product\//, may: ['infra/product/', ...deployable] },
  { files: /^infra\/platform\//, may: ['infra/', ...deployable, 'zod'] },
  // Pages are written from what is deployed, dashboards from how the platform names things.
  {
    files: /^scripts\/docs\//,
    may: ['scripts/docs/', 'shared/core/', 'shared/definition/', kindsAsData, 'infra/product/', 'aws-cdk-lib/aws-iam'],
  },
  { files: /^scripts\/(new-relic\/|push-new-relic)/, may: ['scripts/', 'infra/platform/', 'zod', /^node:/] },
  { files: /^scripts\/mutation\//, may: ['scripts/mutation/', 'vitest', '@stryker-mutator/vitest-runner', /^node:/] },
  { files: /^scripts\/integration\//, may: ['scripts/', 'shared/core/runtime/', 'shared/cleanup/kafka/', /^node:/] },
  { files: /^scripts\/picture-of-messages\.ts$/, may: ['playwright-core', /^node:/] },
  {
    files: /^scripts\/prose\//,
    may: [
      'scripts/prose/',
      'rolldown/utils',
      /^remark-parse$|^retext-/,
      /^(mdast-util-to-nlcst|nlcst|parse-english|unified|unist-util-visit|vfile)$/,
    ],
  },
  {
    // The credentials library only replaces others in the bundle.
    files: /^scripts\/bundle\.ts$/,
    may: [
      'scripts/',
      'shared/definition/',
      'shared/savings/',
      'esbuild',
      'zod',
      '@aws-sdk/credential-provider-env',
      /^node:/,
    ],
  },
  {
    files: /^scripts\//,
    may: [
      'scripts/',
      'shared/definition/',
      'sim/',
      'zod',
      '@jridgewell/sourcemap-codec',
      '@stryker-mutator/',
      /^vitest/,
      /^node:/,
    ],
  },
  { files: /^functions\//, may: ['shared/', 'functions/', 'zod', /^node:/] },
  // What tests stand on may use everything that they are about.
  { files: /^test\/support\//, may: ['test/support/', /^(?!infra\/|bench\/)/] },
  { files: /^sim\//, may: [/^(?!cli\/|infra\/|bench\/)/] },
  // What is measured is what is deployed and rehearsed; real brokers are started as the integration tests start them.
  { files: /^bench\/kafka\/topics-of-bench\.ts$/, may: ['shared/', '@platformatic/kafka'] },
  // Functions are measured as they are deployed.
  {
    files: /^bench\/memory/,
    may: ['shared/', 'sim/', 'bench/', 'scripts/', 'test/support/', 'infra/product/function-settings.ts', /^node:/],
  },
  { files: /^bench\//, may: ['shared/', 'functions/', 'sim/', 'bench/', 'scripts/', 'test/support/', /^node:/] },
  {
    files: /^cli\//,
    may: [
      'shared/',
      'sim/',
      'cli/',
      // What the deployed functions are made of: the command composes the same ports, and runs the same flow itself.
      'functions/compose.ts',
      'functions/operation.ts',
      'commander',
      '@bomb.sh/tab/commander',
      'escape-goat',
      'yaml',
      '@aws-sdk/client-pricing',
      'log-update',
      'temporal-polyfill',
      /^node:/,
    ],
  },
];

const fits = (target: string, allowed: string | RegExp): boolean =>
  typeof allowed === 'string' ? target.startsWith(allowed) : allowed.test(target) && !target.startsWith('test/');

const isAllowed = ({ file, target }: Import): boolean =>
  table.find(({ files }) => files.test(file))?.may.some((allowed) => fits(target, allowed)) ?? false;

it('finds the import statements that the rules below judge', () => {
  expect(imports.length).toBeGreaterThan(200);
});

it('lets every folder import what the table allows, and nothing else', () => {
  expect(imports.filter((one) => !isAllowed(one)).map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
});

it('lets only one file import each library that is to be replaceable', () => {
  const importersOf = (name: string) =>
    imports.filter(({ file, target }) => target.startsWith(name) && !file.startsWith('test/')).map(({ file }) => file);

  expect(new Set(importersOf('@secretlint/'))).toEqual(new Set(['shared/notify/redaction/known-tokens.ts']));
  expect(new Set(importersOf('@slack/webhook'))).toEqual(new Set(['shared/notify/destinations/slack/webhook.ts']));
  expect(new Set(importersOf('@aws/durable-execution-sdk-js'))).toEqual(new Set(['shared/run/engine/durable.ts']));
});

it('lets one module of the command write to the terminal, and another one draw on it', () => {
  const writers = sources.filter(
    (file) => file.startsWith('cli/') && /process\.(stdout|stderr)\.write/.test(readFileSync(file, 'utf8')),
  );
  const drawers = imports.filter(({ target }) => target === 'log-update').map(({ file }) => file);

  expect(writers).toEqual(['cli/terminal/output.ts']);
  expect(drawers).toEqual(['cli/terminal/live-output.ts']);
});

it('keeps the functions apart from each other', () => {
  const across = imports.filter(({ file, target }) => {
    const [, from] = /^functions\/([^/]+)\//.exec(file) ?? [];
    const [, to] = /^functions\/([^/]+)\//.exec(target) ?? [];
    return from !== undefined && to !== undefined && from !== to;
  });

  expect(across).toEqual([]);
});

/** Files that come back to themselves by their imports, types included: circle by circle, each in the order of its names. */
const circlesIn = (files: readonly string[], all: readonly Import[]): string[][] => {
  const importsOf = Map.groupBy(all, ({ file }) => file);
  const reachedFrom = (start: string): Set<string> => {
    const found = new Set<string>();
    const waiting = [start];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop())
      for (const { target } of importsOf.get(file) ?? [])
        if (!found.has(target)) {
          found.add(target);
          waiting.push(target);
        }
    return found;
  };
  const reach = new Map(files.map((file) => [file, reachedFrom(file)]));
  const circleOf = (file: string): string[] =>
    files.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file)).toSorted();
  return files.map((file) => circleOf(file)).filter(([first], index) => first !== undefined && first === files[index]);
};

it('finds a circle of imports, and no file that is only beside one', () => {
  const arrows = ['a b', 'b c', 'c a', 'd a', 'e e'].map((arrow) => arrow.split(' '));
  const all = arrows.map(([file = '', target = '']) => ({ file, target }));

  expect(circlesIn(['a', 'b', 'c', 'd', 'e'], all)).toEqual([['a', 'b', 'c'], ['e']]);
});

it('has no circle of imports, not even of types', () => {
  expect(circlesIn(sources.toSorted(), imports)).toEqual([]);
});

/** Every file that a function reaches, types included, and the loader of definitions that the build replaces (scripts/bundle.ts). */
const reachOf = (entry: string): Set<string> => {
  const found = new Set([entry]);
  // What is added meanwhile is visited, too.
  for (const file of found) for (const one of imports) if (one.file === file) found.add(one.target);
  return found;
};

const linesOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1, 0);

/** Each kind has a folder of its own: their number is that of the kinds, not of what is shared. */
const isOfOneKind = (file: string): boolean => /^shared\/kinds\/[^/]+\//.test(file);

const sharedMax = { files: 60, lines: 3_500 };

const reachOfHandlers = globSync('functions/*/handler.ts').map(reachOf);

it.each([
  [
    'what every function reaches by import',
    sources.filter(
      (file) => file.startsWith('shared/') && !isOfOneKind(file) && reachOfHandlers.every((reach) => reach.has(file)),
    ),
  ],
  ['shared/core', sources.filter((file) => file.startsWith('shared/core/'))],
])(`keeps %s to ${sharedMax.files} files and ${sharedMax.lines} lines`, (_what, files) => {
  expect(reachOfHandlers).toHaveLength(5);
  expect(files.length).toBeGreaterThan(20);
  expect(files.length).toBeLessThanOrEqual(sharedMax.files);
  expect(linesOf(files)).toBeLessThanOrEqual(sharedMax.lines);
});
