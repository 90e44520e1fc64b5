// The app as a whole: what it deploys, that it can be repeated, and what it must never contain.
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnResource, CustomResource, Stack } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { loadFiles } from '#definition/load.ts';
import { buildApp } from '#infra/platform/bin/app.ts';
import { accountsNamed, secretsIn } from '#test/infra/checks/templates.ts';
import { appProps, environments, everyEnvironment } from '#test/infra/synthesised.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import cdk from '../../../cdk.json' with { type: 'json' };

/** What an assembly would deploy, by file: not the assets, nor the notes on where in the code each thing was made. */
const assembly = (): Map<string, string> => {
  const outdir = mkdtempSync(join(tmpdir(), 'curfew-synth-'));
  try {
    buildApp({ ...appProps, outdir }).synth();
    const files = globSync('assembly-*/*.{template,assets}.json', { cwd: outdir }).sort();
    return new Map(files.map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const built = assembly();
const every = everyEnvironment();

it('the app has a stage for every environment definition', () => {
  const defined = readdirSync('test/fixtures/environments').flatMap((file) => /^(.*)\.yaml$/.exec(file)?.[1] ?? []);

  expect(every.map(({ environment }) => environment).sort()).toEqual(defined.sort());
});

it('the app comes out the same twice', () => {
  const again = assembly();
  const stacks = every.flatMap((environment) => [...environment.stackNames]);
  expect(again.size).toBe(2 * stacks.length);

  expect([...built].filter(([file, content]) => again.get(file) !== content).map(([file]) => file)).toEqual([]);
});

it('the synthesised templates contain no account id', () => {
  expect(environments.flatMap(accountsNamed)).toEqual([]);
});

it('the app contains no password: only references to what keeps one', () => {
  expect(environments.flatMap(secretsIn)).toEqual([]);
});

it('the app tells each environment what another one changes, too', () => {
  const files = loadFiles('test/fixtures/environments').filter(({ definition }) => definition.environment !== 'prod');
  const [first, second] = files;
  const [shared] = first?.definition.resources.filter(({ kind }) => kind === 'rds-instance') ?? [];
  if (!first || !second || !shared) throw new Error('no two environments with a database');
  const name = 'of-both' as typeof shared.name;
  const resources = [...second.definition.resources, { ...shared, name }];
  const app = buildApp(appProps, [first, { ...second, definition: { ...second.definition, resources } }]);

  const told = app.node.findAll().flatMap((one) => {
    const made = one instanceof CustomResource ? one.node.defaultChild : undefined;
    if (!(made instanceof CfnResource) || one.node.id !== 'Definition') return [];
    const { Resources } = made._toCloudFormation() as { readonly Resources: object };
    const { Properties } = Stack.of(made).resolve(Object.values(Resources)[0]);
    return [[Properties.Environment, JSON.parse(Properties.AlsoIn)]];
  });
  const [one, other] = [first.definition.environment, second.definition.environment];
  expect(told).toEqual([
    [one, { [shared.name]: { environment: other, resource: name } }],
    [other, { [name]: { environment: one, resource: shared.name } }],
  ]);
});

it('the app deploys into the region of the definition, whatever the account', () => {
  const targets = buildApp(appProps)
    .synth()
    .stacksRecursively.map(({ hierarchicalId, environment }) => [hierarchicalId.split('/')[0], environment.name]);

  const defined = every.flatMap(({ environment, stackNames }) =>
    stackNames.map(() => [environment, `aws://unknown-account/${definitionOf(environment).region}`]),
  );
  expect(targets.sort()).toEqual(defined.sort());
});

it('the app cuts an environment by what changes together, and staging2 owns no foundation', () => {
  const plane = ['data', 'observability', 'operations', 'workloads'];
  const stacksOf = Object.fromEntries(environments.map((one) => [one.environment, [...one.stackNames].sort()]));

  expect(stacksOf).toEqual({
    staging: ['network', 'streaming', ...plane].sort(),
    staging2: plane,
    prod: ['network', 'streaming', ...plane].sort(),
  });
});

it('the app runs with every feature flag that this version of the library recommends', () => {
  const recommended = JSON.parse(readFileSync('node_modules/aws-cdk-lib/recommended-feature-flags.json', 'utf8'));

  expect(cdk.context).toMatchObject(recommended);
});
