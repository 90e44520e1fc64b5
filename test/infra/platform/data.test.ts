// Databases and cache of each environment, by meaning.
import { describe, expect, it } from 'vitest';
import type { DatabaseConfig } from '#infra/platform/config/data-config.ts';
import { wrongCaches } from '#test/infra/checks/templates.ts';
import { configOf, coreOf, definitionOf, definitionOf as fixture } from '#test/infra/fixtures/environments.ts';
import { deployedAs, deployedFrom, environments } from '#test/infra/synthesised.ts';

describe.each(environments)('the databases of $environment', ({ environment, stack }) => {
  const { all, only } = stack('data');
  const instances = all('AWS::RDS::DBInstance');
  const instanceOf = (name: string) =>
    only('AWS::RDS::DBInstance', {
      DBInstanceIdentifier: `${environment === 'prod' ? 'atlas-prod' : 'poc-atlas-dev'}-${name}${environment === 'staging2' ? '2' : ''}`,
    }).properties;

  it('the databases of an environment are those of the definition', () => {
    const defined = definitionOf(environment).resources.flatMap((one) =>
      one.kind === 'rds-instance' ? [one.instance] : [],
    );

    expect(instances.map(({ properties }) => properties.DBInstanceIdentifier).sort()).toEqual(defined.sort());
  });

  it('the databases of an environment are PostgreSQL, encrypted, out of the reach of the internet, each with what is its own', () => {
    for (const { properties } of instances)
      expect(properties).toMatchObject({
        Engine: 'postgres',
        StorageEncrypted: true,
        PubliclyAccessible: false,
        Port: '5432',
        EnablePerformanceInsights: true,
      });
    for (const part of ['DBSubnetGroupName', 'DBParameterGroupName', 'VPCSecurityGroups'])
      expect(new Set(instances.map(({ properties }) => JSON.stringify(properties[part]))).size).toBe(instances.length);
    expect(all('AWS::RDS::DBSubnetGroup')).toHaveLength(instances.length);
    expect(all('AWS::RDS::DBParameterGroup')).toHaveLength(instances.length);
  });

  it('the databases of an environment live in the private subnets', () => {
    for (const { properties } of all('AWS::RDS::DBSubnetGroup')) {
      expect(properties.SubnetIds).toHaveLength(2);
      expect(JSON.stringify(properties.SubnetIds)).toMatch(/private.*private/);
      expect(JSON.stringify(properties.SubnetIds)).not.toContain('public');
    }
  });

  it('the databases of an environment have a password that nothing changes, so that what is typed once stays right, and no template has it', () => {
    for (const name of ['dashboard', 'camunda']) {
      const [secret] = all('AWS::SecretsManager::Secret').filter(({ properties }) =>
        String(properties.Name).endsWith(`/${name}-db-master`),
      );
      expect(Object.keys(instanceOf(name))).not.toContain('ManageMasterUserPassword');
      expect(instanceOf(name).MasterUserPassword).toEqual({
        'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret?.id }, ':SecretString:password::}}']],
      });
      expect(secret?.attributes.DeletionPolicy).toBe(environment === 'prod' ? 'RetainExceptOnCreate' : 'Delete');
    }
    expect(all('AWS::SecretsManager::RotationSchedule')).toEqual([]);
  });

  it('the databases of an environment are what their environment needs: cheap and easily torn down, or doubled and hard to lose', () => {
    const lasting = environment === 'prod';

    for (const { properties, attributes } of instances) {
      expect(properties).toMatchObject({ MultiAZ: lasting, DeletionProtection: lasting });
      expect(attributes.DeletionPolicy).toBe(lasting ? 'Snapshot' : 'Delete');
    }
  });
});

describe.each(environments)('the cache of $environment', ({ environment, stack }) => {
  const { only, template } = stack('data');
  const { properties, attributes } = only('AWS::ElastiCache::ReplicationGroup');

  it('the cache of an environment is that of the definition', () => {
    const defined = definitionOf(environment).resources.flatMap((one) =>
      one.kind === 'elasticache-replication-group' ? [one.replicationGroup] : [],
    );

    expect([properties.ReplicationGroupId]).toEqual(defined);
  });

  it('the cache of an environment is of an engine that AWS has, with something to fail over to', () => {
    expect(wrongCaches(deployedAs(environment))).toEqual([]);
  });

  it('the cache of an environment is Valkey with a primary and a replica in another zone that takes over, and a backup of a day', () => {
    expect(properties).toMatchObject({
      Engine: 'valkey',
      ClusterMode: 'disabled',
      NumCacheClusters: 2,
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      NetworkType: 'ipv4',
      SnapshotRetentionLimit: 1,
      TransitEncryptionEnabled: false,
      AtRestEncryptionEnabled: false,
      Port: 6379,
    });
    expect(properties.CacheNodeType).toMatch(/^cache\.[a-z0-9]+\.[a-z0-9]+$/);
    expect(attributes.DeletionPolicy).toBe(environment === 'prod' ? 'Snapshot' : 'Delete');
  });

  it('the cache of an environment is in the private subnets, and says where its primary and its reader are', () => {
    const subnets = only('AWS::ElastiCache::SubnetGroup').properties;
    const outputs = template.findOutputs('*');

    expect(properties.CacheSubnetGroupName).toBe(subnets.CacheSubnetGroupName);
    expect(JSON.stringify(subnets.SubnetIds)).toMatch(/private.*private/);
    expect(outputs.CachePrimaryEndpoint?.Value['Fn::GetAtt'][1]).toBe('PrimaryEndPoint.Address');
    expect(outputs.CacheReaderEndpoint?.Value['Fn::GetAtt'][1]).toBe('ReaderEndPoint.Address');
  });
});

it('the data stack holds on to what it refers to, where both are in one environment', () => {
  const imports = (environment: string) => JSON.stringify(deployedAs(environment).stack('data').template.toJSON());

  expect(imports('staging')).toContain('Fn::ImportValue');
  expect(imports('staging')).not.toContain('Fn::GetStackOutput');
  expect(imports('staging2')).not.toContain('Fn::ImportValue');
});

describe('the password of a database that exists', () => {
  /** prod, whose Camunda database had a password that RDS managed. */
  const dataWith = (masterPassword: DatabaseConfig['masterPassword']) => {
    const core = coreOf('prod');
    const { databases } = core.data;
    const camunda = { ...databases.camunda, masterPassword };
    const data = { ...core.data, databases: { ...databases, camunda } };
    return deployedFrom(fixture('prod'), { ...configOf('prod'), core: { ...core, data } }).stack('data');
  };
  const camundaIn = (stack: ReturnType<typeof dataWith>) =>
    stack.only('AWS::RDS::DBInstance', { DBInstanceIdentifier: 'atlas-prod-camunda' }).properties;
  const secretIn = (stack: ReturnType<typeof dataWith>) =>
    stack.all('AWS::SecretsManager::Secret', { Name: 'atlas-prod/camunda-db-master' });
  const [managed, capturing, fixed] = (['managed', 'capturing', 'static'] as const).map(dataWith) as [
    ReturnType<typeof dataWith>,
    ReturnType<typeof dataWith>,
    ReturnType<typeof dataWith>,
  ];

  it('is captured while RDS still manages it: the database does not change, the secret appears beside it', () => {
    expect(camundaIn(capturing)).toEqual(camundaIn(managed));
    expect(camundaIn(capturing)).toMatchObject({ ManageMasterUserPassword: true });
    expect(secretIn(managed)).toEqual([]);
    expect(secretIn(capturing)).toHaveLength(1);
  });

  it('is what the switch uses: the secret stays exactly as it was, so that what was captured in it is not written over', () => {
    expect(secretIn(fixed)).toEqual(secretIn(capturing));
    expect(JSON.stringify(camundaIn(fixed).MasterUserPassword)).toContain(secretIn(fixed)[0]?.id);
    expect(camundaIn(fixed)).not.toHaveProperty('ManageMasterUserPassword');
  });
});

describe.each(environments)('the topics of $environment', ({ environment, stack }) => {
  const { topics } = coreOf(environment);
  const made = stack('data').all('AWS::MSK::Topic');

  it('the topics of an environment are made before anything that takes long, each with as many copies as the cluster can keep', () => {
    expect(made.map(({ properties }) => properties)).toEqual(
      Object.values(topics.topics).map(({ name, partitions }) => ({
        ClusterArn: expect.anything(),
        TopicName: name,
        PartitionCount: partitions,
        ReplicationFactor: environment === 'prod' ? 3 : 2,
      })),
    );
    for (const instance of stack('data').all('AWS::RDS::DBInstance'))
      expect(instance.attributes.DependsOn).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
  });

  it('the topics of an environment are lost with it only where everything is', () => {
    for (const { attributes } of made)
      expect(attributes.DeletionPolicy).toBe(environment === 'prod' ? 'RetainExceptOnCreate' : 'Delete');
  });
});

it('the topics and groups of two environments on one cluster have nothing in common, nor does a cleanup of one reach those of the other', () => {
  const of = (environment: string) => {
    const { topics, dashboardGroups } = coreOf(environment).topics;
    return [...Object.values(topics).map(({ name }) => name), ...dashboardGroups];
  };
  const prefixes = fixture('staging').cleanup?.prefixes.map(({ prefix }) => prefix) ?? [];

  expect(of('staging').filter((name) => of('staging2').includes(name))).toEqual([]);
  expect(prefixes.length).toBeGreaterThan(0);
  expect(of('staging2').filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))).toEqual([]);
});

it('the topics are left to the cleanup of the definition where the cluster does not take them', () => {
  const core = coreOf('staging');
  const { stack } = deployedFrom(fixture('staging'), {
    ...configOf('staging'),
    core: { ...core, topics: { ...core.topics, madeBy: 'cleanup' } },
  });
  const inCleanup = fixture('staging').cleanup?.topics.map(({ name, partitions, replicationFactor }) => [
    name,
    partitions,
    replicationFactor,
  ]);

  expect(stack('data').all('AWS::MSK::Topic')).toEqual([]);
  expect(inCleanup?.sort()).toEqual(
    Object.values(core.topics.topics)
      .map(({ name, partitions }) => [name, partitions, core.topics.replicationFactor])
      .sort(),
  );
});
