// What must not change by accident: logical ids of what holds data, and names that definitions and people know.
import { describe, expect, it } from 'vitest';
import { definitionOf } from '#config/packed.ts';
import { configOf } from '#infra/config/environment-config.ts';
import { foundationNames, planeNames, securityGroups, workloads } from '#infra/lib/core-names.ts';
import { deployedAs, environments } from './synthesised.ts';

const stateful = [
  'AWS::RDS::DBInstance',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::MSK::Cluster',
  'AWS::S3::Bucket',
  'AWS::ECR::Repository',
  'AWS::DynamoDB::Table',
  'AWS::SecretsManager::Secret',
];

/** Another id is another resource: CloudFormation makes it and deletes the one with the data. */
const data = [
  'camundadbinstanceA7709B41',
  'camundadbpasswordB89C0A06',
  'dashboarddbinstance049E7747',
  'secretscamunda9E4EDEFB',
  'secretsclickhouseprometheusagentE5483CC7',
  'secretsdashboardbackend52262AD5',
  'secretseventsingestion534440FC',
  'secretskafkauiC0C26EFC',
  'secretsnewrelicinfraAB2DB1A3',
  'secretsscoring295F5942',
  'valkeygroupEBD7F2C3',
];
const edge = ['edgeaccesslogs7F70011A'];
const kafka = ['kafkacluster4FCB1297'];
const images = ['dashboardbackendimagesBCB50106', 'eventsingestionimagesA41DF0B8', 'scoringimages19E48571'];
const sink = ['sinkbucketsaccesslogsF0EC01E5', 'sinkbucketsobjects870E6796', 'sinkbucketsplugins9F28C837'];

const pinned: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  staging: {
    streaming: [...kafka, ...images, ...sink].sort(),
    data,
    workloads: edge,
    operations: ['StateTable9728C7E5'],
  },
  staging2: { data, workloads: edge, operations: ['StateTable9728C7E5'] },
  prod: { streaming: [...kafka, ...images].sort(), data, workloads: edge, operations: ['StateTable9728C7E5'] },
};

describe.each(environments)('in $environment', ({ environment, stackNames, stack }) => {
  it('what holds data keeps its identity', () => {
    const found = Object.fromEntries(
      stackNames
        .map(
          (name) =>
            [
              name,
              stateful
                .flatMap((type) =>
                  stack(name)
                    .all(type)
                    .map(({ id }) => id),
                )
                .sort(),
            ] as const,
        )
        .filter(([, ids]) => ids.length > 0),
    );

    expect(found).toEqual(pinned[environment]);
  });

  it('the definition names resources as they are deployed', () => {
    const { core } = configOf(environment);
    if (core.kind === 'elsewhere') throw new Error('not deployed from here');
    const plane = planeNames(core.naming);
    const foundation = foundationNames(core.naming.prefix);
    const services = new Set(workloads.map((workload) => `${plane.cluster}/${plane.service(workload)}`));
    const known: readonly string[] = [
      plane.database('dashboard'),
      plane.database('camunda'),
      plane.cache,
      foundation.kafka,
      ...services,
    ];

    const named = definitionOf(environment).resources.flatMap((one) => {
      if (one.kind === 'rds-instance') return [one.instance];
      if (one.kind === 'elasticache-replication-group') return [one.replicationGroup];
      if (one.kind === 'msk-cluster') return [one.cluster];
      return one.kind === 'ecs-service' ? [`${one.cluster}/${one.service}`] : [];
    });
    expect(named.sort()).toEqual([...known].sort());
  });

  it('a connector that the definition does not call optional is deployed under its name, and so is one that runs', () => {
    const defined = definitionOf(environment).resources.filter((one) => one.kind === 'msk-connector');
    const deployed = stackNames
      .flatMap((name) => stack(name).all('AWS::KafkaConnect::Connector'))
      .map(({ properties }) => properties.ConnectorName);

    expect(defined.filter((one) => !one.optional && !deployed.includes(one.connector))).toEqual([]);
    expect(deployed.filter((name) => !defined.some(({ connector }) => connector === name))).toEqual([]);
  });
});

it('fits the names into what AWS takes', () => {
  for (const { environment } of environments) {
    const { core } = configOf(environment);
    if (core.kind === 'elsewhere') continue;
    const plane = planeNames(core.naming);
    for (const workload of workloads) expect(plane.targetGroup(workload).length).toBeLessThanOrEqual(32);
    expect(plane.loadBalancer.length).toBeLessThanOrEqual(32);
    expect(plane.cache.length).toBeLessThanOrEqual(40);
    expect(new Set(securityGroups.map(foundationNames(core.naming.prefix).securityGroup)).size).toBe(
      securityGroups.length,
    );
  }
});

it('protects the stacks of prod from being deleted, and no others', () => {
  const isProtected = (environment: string) =>
    new Set(
      deployedAs(environment).stackNames.map((name) => {
        const one = deployedAs(environment).stage.node.findChild(name);
        return 'terminationProtection' in one && one.terminationProtection;
      }),
    );

  expect(isProtected('prod')).toEqual(new Set([true]));
  expect(isProtected('staging')).toEqual(new Set([false]));
  expect(isProtected('staging2')).toEqual(new Set([false]));
});
