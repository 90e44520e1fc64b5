// What foundations publish and environments read, and what an environment without one must not have.

import { describe, expect, it } from 'vitest';
import { publishedIn, readBy, tiesOf, unpublished } from '#test/infra/checks/templates.ts';
import { configOf } from '#test/infra/fixtures/environments.ts';
import { deployedAs, environments } from '#test/infra/synthesised.ts';

const templatesOf = (environment: string) =>
  deployedAs(environment).stackNames.map((name) => deployedAs(environment).stack(name).template);

const shared = environments.flatMap(({ environment }) => {
  const { core } = configOf(environment);
  return core.kind === 'here' && core.foundation.kind === 'shared'
    ? [{ environment, from: core.foundation.from, naming: core.naming }]
    : [];
});

it('the foundation is shared by staging2 alone', () => {
  expect(shared.map(({ environment, from }) => ({ environment, from }))).toEqual([
    { environment: 'staging2', from: 'staging' },
  ]);
});

describe.each(shared)('$environment on the foundation of $from', ({ environment, from, naming }) => {
  it('an environment on the foundation of another reads what is published, and something at all', () => {
    expect(readBy(deployedAs(environment)).length).toBeGreaterThan(5);
    expect(unpublished(deployedAs(environment), deployedAs(from))).toEqual([]);
  });

  it('an environment on the foundation of another calls Kafka and the repositories as their owner does', () => {
    const owner = configOf(from).core;

    expect(owner.kind === 'here' && owner.naming.prefix).toBe(naming.prefix);
    expect(owner.kind === 'here' && owner.naming.suffix).not.toBe(naming.suffix);
  });

  it('an environment on the foundation of another has no network, no security group and no rule of its own', () => {
    for (const template of templatesOf(environment))
      for (const type of ['VPC', 'Subnet', 'SecurityGroup', 'SecurityGroupIngress', 'SecurityGroupEgress'])
        template.resourceCountIs(`AWS::EC2::${type}`, 0);
  });

  it('an environment on the foundation of another ties no other stack to itself: it exports nothing and imports nothing', () => {
    expect(tiesOf(deployedAs(environment))).toEqual([]);
  });
});

describe.each(['staging', 'prod'])('the operations of %s', (environment) => {
  it('the operations of an environment read what its own foundation publishes, and refer to no other stack', () => {
    const { template } = deployedAs(environment);

    expect(unpublished(deployedAs(environment), deployedAs(environment))).toEqual([]);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput/);
  });
});

it.each(['staging', 'prod'])('the foundation publishes the same keys in %s as elsewhere', (environment) => {
  const keys = publishedIn(deployedAs(environment)).map((name) => name.replace(`/platform/${environment}/`, ''));

  expect(keys.sort()).toEqual(
    [
      'network/vpc-id',
      ...['public', 'private'].flatMap((access) => ['a', 'b'].map((zone) => `network/${access}-subnet-${zone}-id`)),
      ...[
        'alb',
        'ecs',
        'dashboard-backend',
        'scoring',
        'camunda',
        'clickhouse-agent',
        'valkey',
        'dashboard-db',
        'camunda-db',
        'msk',
        'msk-connect',
      ].map((group) => `network/${group}-security-group-id`),
      'streaming/kafka-bootstrap-brokers',
      'streaming/kafka-cluster-arn',
      'streaming/kafka-public-bootstrap-brokers',
    ].sort(),
  );
});

it('the foundation gives nobody outside the network stack a rule to add', () => {
  for (const { environment, stackNames } of environments)
    for (const name of stackNames.filter((one) => one !== 'network'))
      for (const type of ['SecurityGroup', 'SecurityGroupIngress', 'SecurityGroupEgress'])
        expect([environment, name, deployedAs(environment).stack(name).all(`AWS::EC2::${type}`)]).toEqual([
          environment,
          name,
          [],
        ]);
});
