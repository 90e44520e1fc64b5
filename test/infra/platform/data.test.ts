// Databases and cache of each environment, by meaning.
import { describe, expect, it } from 'vitest';
import { wrongCaches } from '#test/infra/checks/templates.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import { deployedAs, environments } from '#test/infra/synthesised.ts';

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
