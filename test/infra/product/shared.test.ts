// What several environments of one CDK app change, each of them is told: also of those that are made after it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, expect, it } from 'vitest';
import { Curfew } from '#infra/product/cdk/index.ts';
import { appProps } from '#test/infra/synthesised.ts';

const folder = mkdtempSync(join(tmpdir(), 'curfew-app-'));
afterAll(() => rmSync(folder, { recursive: true }));

const definitionOf = (environment: string, instance: string): string => {
  const file = join(folder, `${environment}.yaml`);
  writeFileSync(
    file,
    `environment: ${environment}
region: eu-west-1
timeZone: Europe/Lisbon
schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00" }
notifications:
  slack: { channel: "#${environment}", webhookSecret: ${environment}/slack-webhook }
resources:
  db-of-${environment}: { kind: rds-instance, instance: ${instance} }
`,
  );
  return file;
};

const one = definitionOf('one', 'shared');
const two = definitionOf('two', 'shared');
const three = definitionOf('three', 'own');

type Placed = readonly [definition: string, account?: string];

/** What each is told, in the order in which they are made. */
const told = (...all: readonly Placed[]): unknown[] => {
  const app = new App(appProps);
  const stacks = all.map(([definition, account], index) => {
    const stack = new Stack(app, `stack-${index}`, account ? { env: { account, region: 'eu-west-1' } } : {});
    new Curfew(stack, 'Curfew', { definition });
    return stack;
  });
  return stacks.map((stack) => {
    const [delivery] = Object.values(Template.fromStack(stack).findResources('Custom::CurfewDefinition'));
    return JSON.parse(delivery?.Properties.AlsoIn);
  });
};

it('environments of one app are told what another of them changes, too, by its name there', () => {
  expect(told([one], [two], [three])).toEqual([
    { 'db-of-one': { environment: 'two', resource: 'db-of-two' } },
    { 'db-of-two': { environment: 'one', resource: 'db-of-one' } },
    {},
  ]);
});

it('environments of one app in different accounts share nothing, whatever it is called', () => {
  expect(told([one, '111111111111'], [two, '222222222222'])).toEqual([{}, {}]);
});
