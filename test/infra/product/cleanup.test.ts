// The function that empties Kafka topics: where it runs, how often at once, and what it may touch.
import { describe, expect, it } from 'vitest';
import { kafkaBootstrap } from '#definition/runtime-configuration.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import { permissionsOf, roleOf } from '#test/infra/statements.ts';
import {
  type Deployed,
  deployedAs,
  deployedFrom,
  environments,
  type Statement,
  text,
} from '#test/infra/synthesised.ts';

const everything = deployedFrom(everyKind);

const lambdaOf = ({ only, environment }: Deployed) =>
  only('AWS::Lambda::Function', { FunctionName: `curfew-${environment}-cleanup` });

/** An ARN by what follows the account, without what AWS adds to a cluster's name. */
const short = (arn: string): string => arn.replace(/^arn:.*?:(?=cluster\/|topic\/|group\/|transactional-id\/)/, '');

const resourcesFor = (statements: readonly Statement[], action: string): string[] =>
  statements
    .filter(({ actions }) => actions.includes(`kafka-cluster:${action}`))
    .flatMap(({ resources }) => resources.map(short))
    .toSorted();

const topics = (...names: readonly string[]): string[] =>
  names.map((name) => `topic/everything-msk/*/${name}`).toSorted();

describe('the function cleanup', () => {
  const allowed = permissionsOf(everything, 'cleanup');

  it('the function cleanup runs once at a time, as long as Lambda lets it, and is never tried again by itself', () => {
    const { id, properties } = lambdaOf(everything);
    const { MaximumRetryAttempts } = everything.only('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: id },
    }).properties;

    expect(properties).toMatchObject({ ReservedConcurrentExecutions: 1, Timeout: 900 });
    expect(MaximumRetryAttempts).toBe(0);
  });

  it('the function cleanup is invoked by nothing: neither by a schedule nor by a rule nor by a queue', () => {
    const { id } = lambdaOf(everything);
    const invoking = ['AWS::Scheduler::Schedule', 'AWS::Events::Rule', 'AWS::Lambda::EventSourceMapping'].flatMap(
      (type) => everything.all(type).filter(({ properties }) => JSON.stringify(properties).includes(`"${id}"`)),
    );

    expect(invoking).toEqual([]);
  });

  it('the function cleanup may delete only what is emptied, and create only that and what is defined', () => {
    const emptied = ['orders.*', 'ledger', 'ledger-curfew-rehearsal'];

    expect(resourcesFor(allowed, 'DeleteTopic')).toEqual(topics(...emptied));
    expect(resourcesFor(allowed, 'CreateTopic')).toEqual(topics(...emptied, 'audit.trail'));
    expect(resourcesFor(allowed, 'AlterTopicDynamicConfiguration')).toEqual(topics(...emptied, 'audit.trail'));
  });

  it('the function cleanup is denied internal topics and the deny list outright', () => {
    const forbidden = everything.forbiddenTo(roleOf(everything, 'cleanup'));

    for (const action of ['DeleteTopic', 'CreateTopic', 'AlterTopic', 'AlterTopicDynamicConfiguration', 'WriteData'])
      expect(resourcesFor(forbidden, action)).toEqual(
        expect.arrayContaining(topics('__*', '_*', 'connect-*', '*-changelog*', '*.dlq')),
      );
  });

  it('the function cleanup looks at its own cluster only, and never reads or writes a record', () => {
    const ofKafka = allowed.filter(({ actions }) => actions.some((action) => action.startsWith('kafka-cluster:')));

    for (const resource of ofKafka.flatMap(({ resources }) => resources.map(short)))
      expect(resource).toMatch(/^(cluster|topic|group|transactional-id)\/everything-msk\//);
    expect(resourcesFor(allowed, 'ReadData')).toEqual([]);
    expect(resourcesFor(allowed, 'WriteData')).toEqual([]);
  });
});

it('the function cleanup is deployed exactly where a definition says what may be emptied', () => {
  for (const { environment, all } of environments)
    expect(all('AWS::Lambda::Function', { FunctionName: `curfew-${environment}-cleanup` })).toHaveLength(
      definitionOf(environment).cleanup ? 1 : 0,
    );
  expect(environments.filter(({ environment }) => definitionOf(environment).cleanup)).not.toEqual([]);
});

/** Names of the parameters that stand behind values of a template. */
const parametersOf = ({ template }: Deployed, ...values: readonly unknown[]): unknown[] =>
  values.map((value) => Object.values(template.findParameters((value as { Ref: string }).Ref))[0]?.Default);

type Connected = {
  readonly VpcConfig: { readonly SubnetIds: readonly unknown[]; readonly SecurityGroupIds: readonly unknown[] };
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
};

describe.each([
  ['its own foundation', deployedAs('staging'), 'staging'],
  ["another's foundation", deployedFrom({ ...everyKind, environment: 'staging2' }), 'staging'],
  ['what something else created', everything, 'everything'],
])('on %s, cleanup', (_, deployed, owner) => {
  const { VpcConfig, Environment } = lambdaOf(deployed).properties as unknown as Connected;

  it('the function cleanup comes to Kafka from the private subnets, in a group that the brokers let in and nobody comes in to', () => {
    const subnets = parametersOf(deployed, ...VpcConfig.SubnetIds);

    expect(subnets).toEqual(['a', 'b'].map((zone) => `/platform/${owner}/network/private-subnet-${zone}-id`));
    expect(parametersOf(deployed, ...VpcConfig.SecurityGroupIds)).toEqual([
      `/platform/${owner}/network/msk-connect-security-group-id`,
    ]);
  });

  it('the function cleanup is told the brokers that the foundation publishes', () => {
    const { KAFKA_BOOTSTRAP } = Environment.Variables;

    expect(parametersOf(deployed, KAFKA_BOOTSTRAP)).toEqual([`/platform/${owner}/streaming/kafka-bootstrap-brokers`]);
    expect(kafkaBootstrap({ KAFKA_BOOTSTRAP: text(KAFKA_BOOTSTRAP) })).toHaveLength(1);
  });
});

it('the function cleanup is told no brokers where the definition names them', () => {
  const cleanup = { ...everyKind.cleanup, cluster: 'everything-msk', bootstrap: ['b-1.example:9098'] };
  const deployed = deployedFrom({
    ...everyKind,
    cleanup: { ...cleanup, ...everyKind.cleanup, bootstrap: cleanup.bootstrap } as NonNullable<
      typeof everyKind.cleanup
    >,
  });

  expect(JSON.stringify(deployed.template.toJSON())).not.toMatch(/KAFKA_BOOTSTRAP|kafka-bootstrap-brokers/);
});
