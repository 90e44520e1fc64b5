// What resources ask to be allowed, as data.
import { describe, expect, it } from 'vitest';
import type { Arn } from '#core/aws/arn.ts';
import type { Permission } from '#kinds/permission.ts';
import { type Doing, permissionsFor } from '#kinds/permissions.ts';
import { awsNameOf, kinds, type Resource } from '#kinds/resource.ts';
import { samplesOf } from '#kinds/samples.ts';

const arn: Arn = (service, resource) => `${service} ${resource}`;

const upper = (field: string): string => field.toUpperCase();
const sampleOf = (kind: (typeof kinds)[number]): readonly Resource[] => samplesOf(kind, upper);

const actionsFor = (doing: Doing, resources: readonly Resource[]): string[] =>
  permissionsFor(doing, resources, arn).flatMap(({ actions }) => Object.keys(actions));

/** What runs may change of a kind, by literal names: the rest is reading. */
it.each([
  // The samples want a snapshot before their stop.
  ['rds-instance', ['rds:StartDBInstance'], ['rds:StopDBInstance', 'rds:CreateDBSnapshot', 'rds:DeleteDBSnapshot']],
  [
    'aurora-cluster',
    ['rds:StartDBCluster'],
    ['rds:StopDBCluster', 'rds:CreateDBClusterSnapshot', 'rds:DeleteDBClusterSnapshot'],
  ],
  [
    'ecs-service',
    ['ecs:UpdateService', 'application-autoscaling:RegisterScalableTarget'],
    ['ecs:UpdateService', 'application-autoscaling:RegisterScalableTarget'],
  ],
  [
    'elasticache-replication-group',
    ['elasticache:IncreaseReplicaCount', 'elasticache:ModifyReplicationGroup'],
    ['elasticache:DecreaseReplicaCount', 'elasticache:ModifyReplicationGroup'],
  ],
  ['msk-cluster', [], []],
  ['msk-connector', ['kafkaconnect:ResumeConnector'], ['kafkaconnect:PauseConnector']],
  ...(['http', 'sqs-queue', 'metric', 'always-on'] as const).map((gate) => [gate, [], []] as const),
  ...(['mongodb-atlas-cluster', 'clickhouse-cloud-service', 'clickpipe'] as const).map((one) => [one, [], []] as const),
] as const)('a start of %s may call %j, a stop %j', (kind, start, stop) => {
  expect(actionsFor('start', sampleOf(kind))).toEqual(start);
  expect(actionsFor('stop', sampleOf(kind))).toEqual(stop);
});

it.each(['rds-instance', 'aurora-cluster'] as const)('snapshots of %s are no right of one that wants none', (kind) => {
  const plain = sampleOf(kind).map(
    ({ snapshotBeforeStop: _, ...one }: Resource & { snapshotBeforeStop?: unknown }) => one,
  );
  const all = (['observe', 'start', 'stop'] as const).flatMap((doing) => actionsFor(doing, plain as Resource[]));

  expect(all.filter((action) => action.includes('Snapshot'))).toEqual([]);
});

/** What they ask is no API of AWS. */
const outsideAws: readonly string[] = ['http', 'always-on'];

describe.each(kinds)('the permissions of %s', (kind) => {
  const resources = sampleOf(kind);
  const all = (['observe', 'start', 'stop'] as const).flatMap((doing) => permissionsFor(doing, resources, arn));
  const changes = (['start', 'stop'] as const).flatMap((doing) => permissionsFor(doing, resources, arn));

  it('the permissions of a kind of resource let every function look, and nobody change anything by looking', () => {
    const looking = actionsFor('observe', resources);

    expect(looking.length > 0).toBe(!outsideAws.includes(kind));
    expect(looking.filter((action) => !/:(Describe|List|Get)/.test(action))).toEqual([]);
  });

  it('the permissions of a kind of resource say what each action is for, and why AWS takes nothing narrower than everything', () => {
    const wordless = ({ actions, on }: Permission): boolean =>
      Object.values(actions).includes('') || ('everything' in on ? on.everything === '' : on.includes('*'));

    expect(all.filter(wordless)).toEqual([]);
  });

  it('the permissions of a kind of resource let nobody change everything, and no resource by its name that is not named', () => {
    const names = new Set(resources.map(awsNameOf));
    const targets = changes.flatMap(({ on }) => ('everything' in on ? ['everything'] : on));
    // A scalable target has no name: what it is of is held by the right to update the service.
    const foreign = targets.filter(
      // SageMaker writes names in lower case.
      (one) =>
        ![...names].some((name) => one.includes(name) || one.includes(name.toLowerCase())) &&
        !one.includes('scalable-target/'),
    );

    expect(foreign).toEqual([]);
  });

  it('the permissions of a kind of resource are none where there is no such resource', () => {
    const others = kinds.filter((one) => one !== kind).flatMap(sampleOf);
    const targetsOf = (some: readonly Permission[]) => some.flatMap(({ on }) => ('everything' in on ? [] : on));
    const own = resources.map(awsNameOf).filter((name) => !others.map(awsNameOf).includes(name));

    const reached = targetsOf(permissionsFor('start', others, arn)).filter((target) =>
      own.some((name) => target.endsWith(`:${name}`) || target.endsWith(`/${name}`)),
    );

    expect(reached).toEqual([]);
    expect(permissionsFor('observe', [], arn)).toEqual([]);
    expect(permissionsFor('start', [], arn)).toEqual([]);
  });
});

it('what looks at a vendor may read the one secret that is named, and what looks at a queue that queue', () => {
  const onOf = (kind: (typeof kinds)[number]) => permissionsFor('observe', sampleOf(kind), arn);

  expect(onOf('mongodb-atlas-cluster')).toEqual([
    {
      actions: { 'secretsmanager:GetSecretValue': 'read the credentials of MongoDB Atlas' },
      on: ['secretsmanager secret:poc-atlas-dev/mongodb-atlas-??????'],
    },
  ]);
  expect(onOf('sqs-queue').map(({ on }) => on)).toEqual([['sqs QUEUE', 'sqs QUEUE']]);
});

it('a stop may not touch a cache that is kept', () => {
  const kept = sampleOf('elasticache-replication-group').filter(
    (one) => one.kind === 'elasticache-replication-group' && one.whenStopped === 'keep',
  );

  expect(kept).toHaveLength(1);
  expect(permissionsFor('stop', kept, arn)).toEqual([]);
  expect(actionsFor('start', kept)).toContain('elasticache:IncreaseReplicaCount');
});
