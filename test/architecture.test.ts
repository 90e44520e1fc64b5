// Who may import what: the table of the folder layout, enforced.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { importTable } from './import-table.ts';

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
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, specifier = '']) => ({
    file,
    target: resolved(file, specifier),
  })),
);

const fits = (target: string, allowed: string | RegExp): boolean =>
  typeof allowed === 'string' ? target.startsWith(allowed) : allowed.test(target) && !target.startsWith('test/');

const isAllowed = ({ file, target }: Import): boolean =>
  importTable.find(({ files }) => files.test(file))?.may.some((allowed) => fits(target, allowed)) ?? false;

it('the table of imports judges the import statements that there are', () => {
  expect(imports.length).toBeGreaterThan(200);
});

it('the table of imports lets every folder import what it allows, and nothing else', () => {
  expect(imports.filter((one) => !isAllowed(one)).map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
});

it('each library that is to be replaceable is imported by one file only', () => {
  const importersOf = (name: string) =>
    imports.filter(({ file, target }) => target.startsWith(name) && !file.startsWith('test/')).map(({ file }) => file);

  expect(new Set(importersOf('@secretlint/'))).toEqual(new Set(['shared/notify/redaction/known-tokens.ts']));
  expect(new Set(importersOf('@slack/webhook'))).toEqual(new Set(['shared/notify/destinations/slack/webhook.ts']));
  expect(new Set(importersOf('@aws/durable-execution-sdk-js'))).toEqual(new Set(['shared/run/engine/durable.ts']));
});

it('the command writes to the terminal by one module, and draws on it by another one', () => {
  const writers = sources.filter(
    (file) => file.startsWith('cli/') && /process\.(stdout|stderr)\.write/.test(readFileSync(file, 'utf8')),
  );
  const drawers = imports.filter(({ target }) => target === 'log-update').map(({ file }) => file);

  expect(writers).toEqual(['cli/terminal/output.ts']);
  expect(drawers).toEqual(['cli/terminal/live-output.ts']);
});

it('no function imports another function', () => {
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

it('a circle of imports is found, and no file that is only beside one', () => {
  const arrows = ['a b', 'b c', 'c a', 'd a', 'e e'].map((arrow) => arrow.split(' '));
  const all = arrows.map(([file = '', target = '']) => ({ file, target }));

  expect(circlesIn(['a', 'b', 'c', 'd', 'e'], all)).toEqual([['a', 'b', 'c'], ['e']]);
});

it('there is no circle of imports, not even of types', () => {
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

/** The functions of an environment; those of a stack of their own share less. */
const ofPipelines =
  /^functions\/(normalise|clickhouse-sink|event-intake|store-metadata|change-reader|alarm-investigation)\//;
const reachOfHandlers = globSync('functions/*/handler.ts')
  .filter((file) => !ofPipelines.test(file))
  .map(reachOf);

it.each([
  [
    'what every function reaches by import',
    sources.filter(
      (file) => file.startsWith('shared/') && !isOfOneKind(file) && reachOfHandlers.every((reach) => reach.has(file)),
    ),
  ],
  ['shared/core', sources.filter((file) => file.startsWith('shared/core/'))],
])(`%s is kept to ${sharedMax.files} files and ${sharedMax.lines} lines`, (_what, files) => {
  expect(reachOfHandlers).toHaveLength(6);
  expect(files.length).toBeGreaterThan(20);
  expect(files.length).toBeLessThanOrEqual(sharedMax.files);
  expect(linesOf(files)).toBeLessThanOrEqual(sharedMax.lines);
});
