// What `npm ci` installs: packages by their checksum, under licences that this project may use.
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';

const locked = z.looseObject({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  inBundle: z.boolean().optional(),
});
const { packages } = z
  .object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), locked) })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
// All of them are for development: what the functions and the command use is bundled, and the package needs no other.
const { devDependencies } = z
  .object({ dependencies: z.never().optional(), devDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

const installed = Object.entries(packages).filter(([path]) => path !== '');

/** What may be part of a function or of the command, and what may only help to make them. */
// BSD-2-Clause asks for less than BSD-3-Clause does.
const anywhere = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0', 'MIT OR Apache-2.0'];
// CC-BY-4.0 is that of a table of browsers, which comes with Babel.
const forTools = [...anywhere, 'BlueOak-1.0.0', 'CC-BY-4.0', 'MPL-2.0', '(MIT OR GPL-3.0-or-later)'];

it('every package has a checksum, those for other machines too', () => {
  // What a package brings along inside is covered by its own.
  const without = installed.filter(
    ([, { inBundle, integrity = '' }]) => !inBundle && !/^sha512-.{86}==$/.test(integrity),
  );

  expect(installed.length).toBeGreaterThan(200);
  expect(without.map(([path]) => path)).toEqual([]);
});

it('no package comes from anywhere but the registry that npm is set up for', () => {
  expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it('every version is exact, and the one of the lock file', () => {
  const asked = Object.entries(devDependencies);

  expect(asked.filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
});

/** `@aws-sdk/client-rds/dist` -> `@aws-sdk/client-rds`. */
const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** What our own code imports that is bundled. */
const imported = new Set(
  globSync('{shared,functions,cli,sim}/**/*.{ts,mjs}')
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'([^'.#][^']*)'/g)])
    .map(([, specifier = '']) => packageOf(specifier))
    .filter((name) => `node_modules/${name}` in packages),
);

/** Where Node finds a package that another one asks for: in its own folder, or in one further out. */
const pathFrom = (from: string, name: string): string | undefined => {
  const path = `${from}node_modules/${name}`;
  if (path in packages || from === '') return path in packages ? path : undefined;
  return pathFrom(from.slice(0, from.lastIndexOf('node_modules/')), name);
};

/** With all that they need themselves. */
const bundled = new Set([...imported].map((name) => `node_modules/${name}`));
// What is added meanwhile is visited, too.
for (const path of bundled)
  for (const name of Object.keys(packages[path]?.dependencies ?? {})) {
    const needed = pathFrom(`${path}/`, name);
    if (needed) bundled.add(needed);
  }

it('every licence is one that may be used where the package is', () => {
  expect(bundled.size).toBeGreaterThan(imported.size);
  expect([...imported]).toEqual(expect.arrayContaining(['zod', 'yaml', '@aws-sdk/client-rds', 'commander']));
  const unusable = installed.filter(
    ([path, { license = 'none' }]) => !(bundled.has(path) ? anywhere : forTools).includes(license),
  );

  expect(unusable.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});

it('npm ci warns of no engine on the Node versions that README names', () => {
  // `engines` is about the package, which runs on the Node of whoever installs it, and which says the same itself.
  const { engines } = z
    .object({ engines: z.object({ node: z.string() }) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const least = /^var least = (\d+);$/m.exec(readFileSync('cli/bin.cjs', 'utf8'))?.[1];

  expect(engines.node).toBe('>=22');
  expect(engines.node).toBe(`>=${least}`);
  // A clone runs on none of those that README names: it brings a Node of its own, for scripts, `npx` and every tool that asks for
  // a newer one. The warning, which is about the Node that npm itself runs on, would be wrong there.
  expect(Number.parseInt(packages['node_modules/node']?.version ?? '', 10)).toBeGreaterThanOrEqual(Number(least));
  expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('loglevel=error');
  expect(readFileSync('README.md', 'utf8')).toContain('Works with Node 20, 22 and 24');
});
