// The function that empties Kafka topics: where it runs, how often at once, and what it may touch.
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { definitionOf } from '#config/packed.ts';
import type { CleanupDefinition } from '#domain/cleanup.ts';
import { CleanupFunction } from '#infra/lib/constructs/cleanup-function.ts';
import { operatorTopic } from '#infra/lib/constructs/operator-topic.ts';
import { stateTable } from '#infra/lib/constructs/state-table.ts';
import { appProps, text } from './synthesised.ts';

const cleanup: CleanupDefinition = {
  cluster: 'atlas-msk',
  prefixes: [
    { prefix: 'orders.', strategy: 'truncate' },
    { prefix: 'ledger', strategy: 'recreate' },
  ],
  topics: [{ name: 'audit.trail', partitions: 1, replicationFactor: 1, configs: {}, empty: 'never' }],
  deny: ['*.dlq'],
  accept: [],
  caps: { topicsMax: 10 },
};

const deployed = () => {
  const stack = new Stack(new App(appProps), 'operations');
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
  new CleanupFunction(stack, 'cleanup', {
    definition: definitionOf('staging'),
    cleanup,
    table: stateTable(stack, 'staging'),
    operatorTopic: operatorTopic(stack, 'staging'),
    vpc,
    vpcSubnets: { subnets: vpc.privateSubnets },
    securityGroup: new SecurityGroup(stack, 'Group', { vpc }),
    bootstrapBrokers: 'b-1:9098,b-2:9098',
  });
  return Template.fromStack(stack);
};

const template = deployed();

type Raw = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };
const [policy] = Object.values(template.findResources('AWS::IAM::Policy'));
const statements = ((policy?.Properties.PolicyDocument.Statement ?? []) as Raw[]).map(
  ({ Effect, Action, Resource }) => ({
    effect: Effect,
    actions: [Action].flat(),
    // `arn:…:topic/atlas-msk/*/orders.*` by what follows the account.
    resources: [Resource].flat().map((one) => text(one).replace(/^arn:.*?:(?=cluster\/|topic\/|group\/)/, '')),
  }),
);

const resourcesFor = (effect: string, action: string): string[] =>
  statements
    .filter((one) => one.effect === effect && one.actions.includes(`kafka-cluster:${action}`))
    .flatMap(({ resources }) => resources);

describe('the function cleanup', () => {
  it('runs once at a time, in the VPC, as long as Lambda lets it, and is never tried again by itself', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'curfew-staging-cleanup',
      ReservedConcurrentExecutions: 1,
      Timeout: 900,
      Environment: { Variables: { KAFKA_BOOTSTRAP: 'b-1:9098,b-2:9098' } },
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    const named = { Properties: { FunctionName: 'curfew-staging-cleanup' } };
    const subnets = Object.values(template.findResources('AWS::Lambda::Function', named)).map(
      ({ Properties }) => Properties.VpcConfig.SubnetIds.length,
    );
    expect(subnets).toEqual([2]);
    expect(template.findResources('AWS::Scheduler::Schedule')).toEqual({});
  });

  it('may delete only what is emptied, and create only that and what is defined', () => {
    const topic = (name: string) => `topic/atlas-msk/*/${name}`;
    const emptied = ['orders.*', 'ledger', 'ledger-curfew-rehearsal'].map(topic);

    expect(resourcesFor('Allow', 'DeleteTopic').toSorted()).toEqual(emptied.toSorted());
    expect(resourcesFor('Allow', 'CreateTopic').toSorted()).toEqual([...emptied, topic('audit.trail')].toSorted());
    expect(resourcesFor('Allow', 'AlterTopicDynamicConfiguration').toSorted()).toEqual(
      [...emptied, topic('audit.trail')].toSorted(),
    );
  });

  it('is denied internal topics and the deny list outright', () => {
    for (const action of ['DeleteTopic', 'CreateTopic', 'AlterTopic', 'AlterTopicDynamicConfiguration', 'WriteData'])
      expect(resourcesFor('Deny', action)).toEqual(
        expect.arrayContaining(
          ['__*', '_*', 'connect-*', '*-changelog', '*.dlq'].map((name) => `topic/atlas-msk/*/${name}`),
        ),
      );
  });

  it('looks at its own cluster only, and never reads or writes a record', () => {
    for (const { resources, actions } of statements)
      if (actions.some((action) => action.startsWith('kafka-cluster:')))
        for (const resource of resources) expect(resource).toMatch(/^(cluster|topic|group)\/atlas-msk\//);
    expect(resourcesFor('Allow', 'ReadData')).toEqual([]);
    expect(resourcesFor('Allow', 'WriteData')).toEqual([]);
    expect(resourcesFor('Allow', '*')).toEqual([]);
  });
});
