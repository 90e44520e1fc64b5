// What npm publishes: installed without network into an empty folder, it does what README says of it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { calls } from './calls.ts';
import { installPackage } from './installed.ts';

const installed = await installPackage();
const manifest = JSON.parse(readFileSync(join(installed.package, 'package.json'), 'utf8'));

afterAll(() => rmSync(dirname(installed.folder), { recursive: true }));

describe('the package', () => {
  it('the package is small, needs no other package and no Node but one that is looked after', () => {
    expect(installed.tarballBytes).toBeLessThanOrEqual(2_000_000);
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('private');
    expect(manifest.engines).toEqual({ node: '>=22' });
    expect(Object.keys(JSON.parse(readFileSync(join(installed.folder, 'package-lock.json'), 'utf8')).packages)).toEqual(
      ['', 'node_modules/curfew'],
    );
  });

  it('the package has built JavaScript and data, and no sources', () => {
    for (const path of ['cli/main.ts', 'shared', 'functions', 'infra', 'test', 'scripts', 'dist/functions'])
      expect(existsSync(join(installed.package, path)), path).toBe(false);
    for (const path of [
      'README.md',
      'LICENSE',
      'dist/api/index.d.ts',
      'dist/release/template.json',
      'dist/cdk/index.d.ts',
      'sim/definitions/staging.yaml',
    ])
      expect(existsSync(join(installed.package, path)), path).toBe(true);
  });

  it.each(calls)('the package does what it is asked in an empty folder: curfew %s', async (args, says) => {
    const { code, stdout, stderr } = await installed.curfew(args);

    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(says);
  });

  it('the package says that what it rehearses without a file is an example', async () => {
    const { stderr } = await installed.curfew('validate staging');

    expect(stderr).toBe(
      'staging is the example node_modules/curfew/examples/atlas/staging.yaml: there is no environments/staging.yaml here\n',
    );
  });

  it('the package exports the check of definitions, their rights, the schema and its own description, and nothing else', async () => {
    const script = `
      const { checkDefinition, parseDefinition, accessOf } = await import('curfew');
      const text = (await import('node:fs')).readFileSync('my.yaml', 'utf8');
      const { default: schema } = await import('curfew/schema.json', { with: { type: 'json' } });
      const inside = await import('curfew/cli/main.ts').catch(({ code }) => code);
      console.log(JSON.stringify({
        environment: parseDefinition(text).environment,
        wrong: checkDefinition(text.replace('rds-instance', 'rds')).errors.length,
        functions: Object.keys(accessOf(parseDefinition(text), '000000000000')),
        title: schema.title,
        inside,
      }));`;
    const { stdout, stderr } = await installed.node(['--input-type=module', '--eval', script]);

    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      environment: 'my',
      wrong: 1,
      functions: ['start', 'stop', 'reconcile', 'alarm-notify', 'control'],
      title: 'Curfew environment',
      inside: 'ERR_PACKAGE_PATH_NOT_EXPORTED',
    });
  });
});

describe('the entry of the package', () => {
  const file = join(installed.package, manifest.bin.curfew);

  it('the entry of the package is in syntax that Node 14 reads', async () => {
    const code = readFileSync(file, 'utf8').replaceAll(/^(#!|\/\/).*$/gm, '');
    const [old, latest] = await Promise.all(['node14', 'esnext'].map((target) => transform(code, { target })));

    expect(old?.code).toBe(latest?.code);
    expect(code).not.toMatch(/\b(const|let)\b|=>|`|\?\.|\?\?/);
  });

  it.each(['14.21.3', '20.20.2'])(
    'the entry of the package tells Node %s in one sentence that it is too old',
    async (version) => {
      const pretends = join(installed.folder, `node-${version}.cjs`);
      const versions = `{ ...process.versions, node: '${version}' }`;
      writeFileSync(pretends, `Object.defineProperty(process, 'versions', { value: ${versions} });`);

      expect(await installed.node(['--require', pretends, file, 'rehearse'])).toEqual({
        code: 2,
        stdout: '',
        stderr: `curfew needs Node.js 22 or newer, and this is ${version}: get one from https://nodejs.org\n`,
      });
    },
  );
});
