// The template that `curfew deploy` fills in is the one that CDK would deploy, and is made without CDK.
import { readFileSync } from 'node:fs';
import type { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '#definition/load.ts';
import { templateFor } from '#deploy/template-for.ts';
import { emptyAccount } from '#sim/account/account.ts';
import { whyNotCreated } from '#sim/account/resources.ts';
import { unexplained } from '#test/infra/checks/nag.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { byCdk, deployedResources, release, templateOf } from '#test/infra/release.ts';
import { manyServices } from '#test/shared/access/many-services.ts';
import { database } from '#test/support/definitions.ts';

const delivered = { source: 'environment: any\n', owner: 'stack' } as const;
const fixtures = loadDefinitions('test/fixtures/environments');
const manyDatabases = Array.from({ length: 60 }, (_, index) => database(`a-database-with-a-long-name-${index}`));
const cases = [
  ...fixtures,
  { ...everyKind, environment: 'every-kind' },
  { ...everyKind, environment: 'topics', notifications: { ...everyKind.notifications, topics: ['one', 'two'] } },
  { ...everyKind, environment: 'databases', resources: manyDatabases },
  { ...everyKind, environment: 'nothing-restarts', resources: [] },
  manyServices(1),
  manyServices(385),
];

describe.each(cases)('the filled template of $environment, $resources.length resources', (definition) => {
  const filled = deployedResources(templateFor(definition, release, delivered));
  const made = deployedResources(templateOf(byCdk(definition, delivered.source)));

  it('the filled template has the resources that CDK makes, and no others', () => {
    expect(Object.keys(filled).toSorted()).toEqual(Object.keys(made).toSorted());
  });

  it('the filled template has every resource as CDK makes it', () => {
    for (const [id, resource] of Object.entries(made)) expect({ [id]: filled[id] }).toEqual({ [id]: resource });
  });
});

it.each(fixtures)(
  'cdk-nag finds nothing in what is released for $environment that nobody gave a reason for',
  (definition) => {
    expect(unexplained(byCdk(definition, delivered.source).node.root as App)).toEqual([]);
  },
);

describe('the filled template', () => {
  const [definition] = fixtures;
  if (!definition) throw new Error('there are no fixtures');

  it.each(fixtures)('the filled template of $environment is made within 50 ms', (one) => {
    templateFor(one, release, delivered);
    // Of the processor: others may be at work on the machine.
    const begun = process.cpuUsage();
    for (let times = 0; times < 5; times++) templateFor(one, release, delivered);

    expect(process.cpuUsage(begun).user / 1_000 / 5).toBeLessThan(50);
  });

  it('the filled template of 25 services without a cleanup needs no bucket of its own: it is at most 51,200 bytes', () => {
    const { cleanup: _none, ...others } = manyServices(25);
    const delivered = {
      source: readFileSync('test/fixtures/environments/staging.yaml', 'utf8'),
      owner: 'cli',
    } as const;

    expect(Buffer.byteLength(JSON.stringify(templateFor(others, release, delivered)))).toBeLessThanOrEqual(51_200);
  });

  it('the filled template names the state table without a reference, without which it could not be adopted', () => {
    const tables = Object.values(templateFor(definition, release, delivered).Resources).filter(
      ({ Type }) => Type === 'AWS::DynamoDB::Table',
    );

    expect(tables).toEqual([
      expect.objectContaining({
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: expect.objectContaining({ TableName: `curfew-state-${definition.environment}` }),
      }),
    ]);
  });

  it('the filled template delivers the definition once all is there that control needs, and waits minutes for the answer, not an hour', () => {
    const { Resources } = templateFor(definition, release, delivered);
    const reached = (id: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(id)) return seen;
      seen.add(id);
      const text = JSON.stringify(Resources[id]);
      for (const other of Object.keys(Resources)) if (text.includes(`"${other}"`)) reached(other, seen);
      return seen;
    };
    const [id = ''] = Object.entries(Resources).find(([, { Type }]) => Type === 'Custom::CurfewDefinition') ?? [];
    const needed = Object.entries(Resources).filter(([, { Type }]) =>
      ['AWS::DynamoDB::Table', 'AWS::Scheduler::ScheduleGroup', 'AWS::IAM::Role'].includes(Type),
    );

    expect(needed.length).toBeGreaterThan(5);
    expect(needed.map(([one]) => one).filter((one) => !reached(id).has(one))).toEqual([]);
    expect(Resources[id]?.Properties).toMatchObject({ ServiceTimeout: '300' });
  });

  it('the filled template asks for no parameter of a part that it has not', () => {
    const { cleanup: _none, ...others } = everyKind;

    expect(Object.keys(templateFor(others, release, delivered).Parameters)).toEqual([
      'ArtifactBucket',
      'ArtifactKey',
      'Email',
      'LogRetention',
    ]);
    expect(templateFor(others, release, delivered).Conditions).toEqual({ HasEmail: expect.anything() });
  });

  it('the filled template has names that AWS takes, of an environment with the longest name, too', () => {
    const longest = { ...everyKind, environment: 'e'.repeat(40), resources: manyDatabases };
    const { Resources } = templateFor(longest, release, delivered);
    const tooLong = Object.values(Resources).flatMap(
      (one) => whyNotCreated(emptyAccount('us-east-1'), one, {})?.match(/Value .* length .*/) ?? [],
    );

    expect(Object.values(Resources).filter(({ Type }) => Type === 'AWS::Events::Rule').length).toBeGreaterThan(1);
    expect(tooLong).toEqual([]);
  });

  it('the filled template refuses rights that no role can have, as validate does', () => {
    expect(() => templateFor(manyServices(850), release, delivered)).toThrow(
      /too much for IAM.*split it into two environments/,
    );
  });

  it('the filled template has versions whose ids change with the code and with the settings of a function', () => {
    const versions = Object.entries(release.Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Version');

    expect(versions.map(([id]) => id)).toEqual([
      expect.stringMatching(/^startFunctionCurrentVersion[0-9a-f]{12}$/),
      expect.stringMatching(/^stopFunctionCurrentVersion[0-9a-f]{12}$/),
    ]);
  });
});
