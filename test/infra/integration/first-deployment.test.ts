// The first deployment, rehearsed: every environment from an empty account to everything running, each phase, failed creations and
// their repetition, and the way back.
import { describe, expect, it } from 'vitest';
import { coreOf } from '../fixtures/environments.ts';
import { type Account, keyOf } from '../rehearsal/account.ts';
import { forget, leftOver, prepared, releases, traveller } from '../rehearsal/journey.ts';
import { atFirst, type Phases, stacksIn } from '../rehearsal/stage.ts';

const done = expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/);
const ownsFoundation = (environment: string): boolean => coreOf(environment).foundation.kind === 'owned';

const steps = (environment: string): Phases[] =>
  environment === 'prod'
    ? [{ ...atFirst, connectivity: { phase: 'multi-vpc' } }]
    : [
        { ...atFirst, connectivity: { phase: 'public-access', clientCidrs: ['10.9.0.0/16'] } },
        { ...atFirst, connectivity: { phase: 'public-access', clientCidrs: ['10.9.0.0/16'] }, sink: 'preparing' },
        { ...atFirst, connectivity: { phase: 'public-access', clientCidrs: ['10.9.0.0/16'] }, sink: 'running' },
      ];

/** Everything, with a preflight before each deployment that finds nothing. */
const create = async (account: Account, environment: string): Promise<void> => {
  const way = traveller(account, environment);
  const deploy = async (name: string, phases: Phases = atFirst, given: Readonly<Record<string, string>> = {}) => {
    expect([name, await way.lacks(name, phases, given)]).toEqual([name, []]);
    expect([name, way.deploy(name, phases, given)]).toEqual([name, { status: done }]);
  };
  let phases = atFirst;
  if (ownsFoundation(environment)) {
    await deploy('network');
    await deploy('streaming');
    for (phases of steps(environment)) {
      if (phases.sink === 'running') way.putPlugin();
      if (phases.connectivity.phase === 'public-access') await deploy('network', phases);
      await deploy('streaming', phases);
    }
  }
  await deploy('data', phases);
  way.pushImages('4f2c1ab');
  way.fillIn();
  for (const release of releases) await deploy('workloads', phases, release);
  await deploy('observability', phases);
  await deploy('operations', phases);
  const established: Phases = { ...phases, lifecycle: 'established' };
  for (const name of stacksIn(environment, established).keys()) await deploy(name, established);
};

/** What is left of everything that a creation would make again under the same name. */
const destroyAll = (account: Account, environment: string): void => {
  const way = traveller(account, environment);
  for (const name of ['operations', 'observability', 'workloads', 'data', 'streaming', 'network'])
    if (stacksIn(environment, atFirst).has(name))
      expect([name, way.destroy(name)]).toEqual([name, { status: 'DELETE_COMPLETE' }]);
};

describe.each(['staging', 'prod'])('the first deployment of %s', (environment) => {
  it('goes from an empty account to everything running, phase by phase, and the preflight finds nothing on the way', async () => {
    const account = prepared(environment);

    await create(account, environment);

    const services = [...account.resources.values()].filter(({ type }) => type === 'AWS::ECS::Service');
    expect(services).toHaveLength(6);
  });
});

it('the first deployment of staging2 stands on the foundation of staging, and destroys nothing of it', async () => {
  const account = prepared('staging', 'staging2');
  await create(account, 'staging');
  const before = leftOver(account);

  await create(account, 'staging2');
  destroyAll(account, 'staging2');

  expect(leftOver(account).filter((key) => !before.includes(key))).toEqual(
    expect.arrayContaining(['AWS::SecretsManager::Secret poc-atlas-dev2/camunda']),
  );
  expect(before.filter((key) => !leftOver(account).includes(key))).toEqual([]);
  expect(traveller(account, 'staging2').destroy('data')).toEqual({ status: 'DELETE_COMPLETE' });
});

it('an environment that was destroyed leaves what people filled in and what was remembered, and can be created again once that is gone', async () => {
  const account = prepared('staging');
  await create(account, 'staging');
  account.buckets.get('poc-atlas-dev-s3-sink-111122223333')?.add('kafka/atlas.events.raw/event_type=click/0-0.jsonl');

  // The state table of an established environment is protected: docs/first-deployment.md has people take that away.
  const protectedTable = traveller(account, 'staging').destroy('operations');
  expect(protectedTable).toEqual({ status: 'DELETE_COMPLETE' });
  destroyAll(account, 'staging');

  const kinds = new Set(leftOver(account).map((key) => key.split(' ')[0]));
  expect([...kinds].sort()).toEqual(['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret']);
  expect((await traveller(account, 'staging').lacks('data')).map(({ what }) => what)).toContainEqual(
    expect.stringMatching(/^SecretsManager Secret poc-atlas-dev\/camunda is there already$/),
  );
  forget(account);
  await create(account, 'staging');
});

it('the streaming stack of prod can be deleted, and leaves the cluster with its configuration, and the images', () => {
  const account = prepared('prod');
  const way = traveller(account, 'prod');
  way.deploy('network');
  way.deploy('streaming');

  expect(way.destroy('streaming')).toEqual({ status: 'DELETE_COMPLETE' });
  expect(leftOver(account).filter((key) => /MSK|ECR/.test(key))).toEqual([
    'AWS::ECR::Repository atlas-prod-dashboard-backend',
    'AWS::ECR::Repository atlas-prod-events-ingestion',
    'AWS::ECR::Repository atlas-prod-scoring',
    'AWS::MSK::Cluster atlas-prod-msk',
    'AWS::MSK::Configuration atlas-prod-msk',
  ]);
});

const stateful = (environment: string) =>
  [...stacksIn(environment, atFirst)].flatMap(([name, { template }]) =>
    Object.entries(template.Resources)
      .filter(
        ([, { Type, Condition }]) =>
          /MSK::C|RDS::DBInstance|Secret$|ECR|DynamoDB|LoadBalancer$|ReplicationGroup|MSK::Topic|S3::Bucket$|CurfewDefinition/.test(
            Type,
          ) && !Condition,
      )
      .map(([id]) => ({ name, id })),
  );

describe.each(['staging', 'prod'])('a first creation that fails, of %s,', (environment) => {
  it.each(stateful(environment))(
    '$name at $id leaves nothing in the way, and succeeds when it is repeated',
    async ({ name, id }) => {
      const account = prepared(environment);
      const way = traveller(account, environment);
      for (const before of ['network', 'streaming', 'data', 'workloads', 'observability', 'operations']) {
        if (before === name) break;
        expect(way.deploy(before)).toEqual({ status: 'CREATE_COMPLETE' });
      }
      const there = leftOver(account);

      expect(way.deploy(name, atFirst, {}, id)).toEqual({
        status: 'ROLLBACK_COMPLETE',
        reason: `${id}: there is no capacity`,
      });
      expect(leftOver(account)).toEqual(there);
      expect(await way.lacks(name)).toEqual([]);
      expect(way.deploy(name)).toEqual({ status: 'CREATE_COMPLETE' });
    },
  );
});

describe('what cannot work is refused, and one thing at a time', () => {
  const standing = (environment: string): ReturnType<typeof traveller> & { account: Account } => {
    const account = prepared(environment);
    const way = traveller(account, environment);
    for (const name of ['network', 'streaming', 'data']) way.deploy(name);
    return { ...way, account };
  };

  it('a cluster that is created with its connectivity is refused, and so are two changes of it in one update', () => {
    const account = prepared('prod');
    const way = traveller(account, 'prod');
    way.deploy('network');

    expect(way.deploy('streaming', { ...atFirst, connectivity: { phase: 'multi-vpc' } })).toMatchObject({
      status: 'ROLLBACK_COMPLETE',
      reason: expect.stringContaining('connectivity cannot be changed while a cluster is created'),
    });
    expect(way.deploy('streaming')).toEqual({ status: 'CREATE_COMPLETE' });
    expect(way.deploy('streaming', { ...atFirst, connectivity: { phase: 'multi-vpc' } })).toEqual({
      status: 'UPDATE_COMPLETE',
    });
  });

  it.each([
    ['the public endpoint of a new cluster', undefined, { phase: 'public-access', clientCidrs: ['10.9.0.0/16'] }],
    ['multi-VPC connectivity of a new cluster', undefined, { phase: 'multi-vpc' }],
    ['the public endpoint and multi-VPC at once', 'creating', { phase: 'multi-vpc', clientCidrs: ['10.9.0.0/16'] }],
  ] as const)('the preflight lists what MSK would refuse: %s', async (_, standing, connectivity) => {
    const large = { size: 'kafka.m7g.large' };
    const account = prepared('staging');
    const way = traveller(account, 'staging');
    way.deploy('network');
    if (standing) way.deploy('streaming', { ...atFirst, ...large });
    const asked: Phases = { ...atFirst, ...large, connectivity };

    expect((await way.lacks('streaming', asked)).map(({ what }) => what)).toEqual([
      expect.stringMatching(standing ? /^one change of the Kafka cluster: this deployment makes 2/ : /MSK refuses/),
    ]);
    expect(way.deploy('streaming', asked)).toMatchObject({ reason: expect.stringMatching(/connectivity|one kind/) });
    // What the stack was before says nothing of a creation that was rolled back.
    expect(await way.lacks('streaming', asked)).toHaveLength(1);
  });

  it('the preflight lists larger brokers together with a change of connectivity, and neither alone', async () => {
    const account = prepared('prod');
    const way = traveller(account, 'prod');
    way.deploy('network');
    way.deploy('streaming');
    const multiVpc: Phases = { ...atFirst, connectivity: { phase: 'multi-vpc' } };

    expect(await way.lacks('streaming', { ...multiVpc, size: 'kafka.m7g.xlarge' })).toEqual([
      {
        what: 'one change of the Kafka cluster: this deployment makes 2, multi-VPC connectivity and its other settings',
        remedy: 'undo all but one in the configuration, deploy, then make the next',
      },
    ]);
    expect(await way.lacks('streaming', { ...atFirst, size: 'kafka.m7g.xlarge' })).toEqual([]);
    expect(await way.lacks('streaming', multiVpc)).toEqual([]);
  });

  it('an image that is missing is listed before, and ends the deployment of its own service alone', async () => {
    const way = standing('staging');
    way.fillIn();
    way.pushImages('good');
    expect(way.deploy('workloads', atFirst, { EventsIngestionImage: ':good' })).toEqual({ status: 'CREATE_COMPLETE' });
    const given = { CamundaRuns: 'yes' };
    expect(way.deploy('workloads', atFirst, given)).toEqual({ status: 'UPDATE_COMPLETE' });

    expect(await way.lacks('workloads', atFirst, { ScoringImage: ':gone' })).toEqual([
      { what: 'image poc-atlas-dev-scoring:gone of scoring', remedy: 'docker push …/poc-atlas-dev-scoring:gone' },
    ]);
    expect(way.deploy('workloads', atFirst, { ScoringImage: ':gone' })).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
    });
    for (const name of ['events-ingestion', 'camunda'])
      expect(way.account.resources.has(keyOf('AWS::ECS::Service', `poc-atlas-dev-${name}`))).toBe(true);
    expect(way.account.resources.has(keyOf('AWS::ECS::Service', 'poc-atlas-dev-scoring'))).toBe(false);
  });

  it('a placeholder is listed before, with the keys that are not filled in', async () => {
    const way = standing('staging');

    expect(await way.lacks('workloads', atFirst, { CamundaRuns: 'yes' })).toEqual([
      {
        what: 'secret poc-atlas-dev/camunda: DB_URL, DB_USERNAME, DB_PASSWORD',
        remedy: 'aws secretsmanager put-secret-value --secret-id poc-atlas-dev/camunda --secret-string …',
      },
    ]);
    expect(way.deploy('workloads', atFirst, { CamundaRuns: 'yes' })).toMatchObject({
      status: 'ROLLBACK_COMPLETE',
      reason: expect.stringContaining('is a placeholder'),
    });
  });

  it.each([
    ['a placeholder within an address', 'camunda', 'CamundaRuns', { DB_URL: 'jdbc:postgresql://FILL_IN:5432/camunda' }],
    ['a value that is empty', 'camunda', 'CamundaRuns', { DB_URL: ' ' }],
    [
      'a password of Kafka UI that can be guessed',
      'kafka-ui',
      'KafkaUiRuns',
      { SPRING_SECURITY_USER_PASSWORD: 'admin' },
    ],
  ])('the preflight lists %s', async (_, secret, parameter, wrong) => {
    const way = standing('staging');
    way.fillIn();
    const name = `poc-atlas-dev/${secret}`;
    const filledIn = { ...way.account.secrets.get(name), SPRING_SECURITY_USER_PASSWORD: 'x'.repeat(32) };
    way.account.secrets.set(name, filledIn);
    expect(await way.lacks('workloads', atFirst, { [parameter]: 'yes' })).toEqual([]);

    way.account.secrets.set(name, { ...filledIn, ...wrong });

    expect((await way.lacks('workloads', atFirst, { [parameter]: 'yes' })).map(({ what }) => what)).toEqual([
      `secret ${name}: ${Object.keys(wrong)[0]}`,
    ]);
  });

  it('a service is listed that asks another which is not deployed yet', async () => {
    const way = standing('staging');
    way.fillIn();
    way.pushImages('good');

    expect((await way.lacks('workloads', atFirst, { ScoringImage: ':good' })).map(({ what }) => what)).toEqual([
      'camunda, which scoring asks',
    ]);
  });

  it('parameters, stacks and certificates that are missing are listed, each with what to do', async () => {
    const account = prepared();
    const way = traveller(account, 'staging');

    expect(await way.lacks('data')).toEqual([
      { what: 'stack staging-network', remedy: 'deploy staging/network first' },
      { what: 'stack staging-streaming', remedy: 'deploy staging/streaming first' },
    ]);
    expect((await way.lacks('workloads')).map(({ remedy }) => remedy)).toContain(
      'aws ssm put-parameter --name /platform/staging/edge/certificate-arn --type String --value …',
    );
    expect((await traveller(account, 'staging2').lacks('data')).map(({ remedy }) => remedy)).toContain(
      'deploy staging/network first',
    );
    account.parameters.set('/platform/staging/edge/certificate-arn', 'arn:c2');
    account.certificates.set('arn:c2', 'PENDING_VALIDATION');
    expect((await way.lacks('workloads')).map(({ what }) => what)).toContain(
      'certificate arn:c2 is PENDING_VALIDATION',
    );
  });
});
