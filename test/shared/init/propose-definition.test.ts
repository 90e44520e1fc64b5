// What is proposed of an account: the choice, the names, the guesses, and that it is always something a definition may say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycle } from '#core/graph.ts';
import type { ResourceName } from '#core/resource.ts';
import { stages } from '#definition/dependency-graph.ts';
import { parseDefinition } from '#definition/load.ts';
import type { Filter, Proposal } from '#init/proposal.ts';
import { proposeDefinition } from '#init/propose-definition.ts';
import { readInventory } from '#kinds/inventories.ts';
import type { Found, Other } from '#kinds/inventory.ts';
import type { Resource } from '#kinds/resource.ts';
import { definitionOf, earlyOf } from '#kinds/resource.ts';
import { vendorKindNames } from '#kinds/vendor/vendor-kinds.ts';
import { simulatedClient } from '#sim/aws/simulated-aws.ts';
import { seededChance } from '#sim/random/chance.ts';
import { randomDefinition } from '#sim/random/definition.ts';
import { invocationOf, simulatedCloud } from '#test/support/cloud.ts';
import { definitionText } from '../../../cli/init/definition-text.ts';
import { about, cache, cluster, database, everything, inventory, proposed, service } from './found-resources.ts';

const names = ({ resources }: Proposal): string[] => resources.map(({ name }) => name);
const asDefinition = (proposal: Proposal) => parseDefinition(definitionText(proposal, about), 'mine.yaml');

const tagged = (tags: Record<string, string>) => ({ tags: new Map(Object.entries(tags)) });

describe('the choice', () => {
  const all = [
    service('acme-api', tagged({ team: 'core', env: 'staging', 'aws:cloudformation:stack-name': 'acme' })),
    service('acme-web', tagged({ team: 'core' })),
    service('other'),
  ];

  it.each<[string, Partial<Filter>, string[]]>([
    ['everything without a filter', {}, ['acme-api', 'acme-web', 'other']],
    ['what has a tag', { tags: [{ key: 'team', value: 'core' }] }, ['acme-api', 'acme-web']],
    ['nothing with another value', { tags: [{ key: 'team', value: 'cor' }] }, []],
    [
      'what has all of the tags',
      {
        tags: [
          { key: 'team', value: 'core' },
          { key: 'env', value: 'staging' },
        ],
      },
      ['acme-api'],
    ],
    ['what has one of the prefixes', { prefixes: ['acme-w', 'oth'] }, ['acme-web', 'other']],
    ['what is in a cluster with the prefix', { prefixes: ['mai'] }, ['acme-api', 'acme-web', 'other']],
    ['what a stack made', { stacks: ['acme', 'nobody'] }, ['acme-api']],
    ['what has both', { prefixes: ['acme'], tags: [{ key: 'env', value: 'staging' }] }, ['acme-api']],
  ])('the choice of what to propose is %s', (_what, filter, ids) => {
    const { resources, leftOut } = proposed(all, {}, { ...everything, ...filter });

    expect(resources.map(({ identity }) => 'service' in identity && identity.service)).toEqual(ids);
    expect(leftOut.map(({ id }) => id)).toEqual(all.map(({ id }) => id).filter((id) => !ids.includes(id)));
    for (const { why } of leftOut) expect(why).toMatch(/^it has no tag|^its name does not|^it is not in/);
  });

  it('the choice of what to propose leaves out what a stop would be refused for, with the reason that a run would give', () => {
    const seen = { kind: 'rds-instance', status: 'available', engine: 'postgres', replicas: [] } as const;
    const other: Other = { what: 'elasticache-cluster', id: 'sessions', tags: new Map(), why: 'no group' };
    const all = [
      database('main', { observation: seen }),
      database('copy', { observation: { ...seen, replicaOf: 'else' } }),
      service('agent', { cannot: 'a daemon service' }),
    ];

    expect(proposeDefinition({ ...inventory(all), others: [other] }, everything)).toMatchObject({
      resources: [{ identity: { instance: 'main' } }],
      leftOut: [
        { what: 'rds-instance', id: 'copy', why: 'read replica of else: RDS cannot stop replicas' },
        { what: 'ecs-service', id: 'agent', why: 'a daemon service' },
        { what: 'elasticache-cluster', id: 'sessions', why: 'no group' },
      ],
    });
  });
});

describe('names', () => {
  it.each<[readonly Found[], string[]]>([
    [
      [service('poc-dev-api'), service('poc-dev-web')],
      ['api', 'web'],
    ],
    [
      [service('poc-dev-api'), database('poc-dev-api')],
      ['poc-dev-api-db', 'poc-dev-api'],
    ],
    [
      [service('acme-orders'), database('acme-orders'), cache('acme-orders'), service('acme-web')],
      ['orders-db', 'orders', 'orders-service', 'web'],
    ],
    [
      [database('acme-db'), service('acme-web')],
      ['db', 'web'],
    ],
    [[service('alone-with-words')], ['alone-with-words']],
    [
      [service('1st'), service('2nd')],
      ['service-1st', 'service-2nd'],
    ],
    [
      [service('Web_App'), service('web-app')],
      ['web-app', 'web-app-service'],
    ],
    [
      [cluster('acme'), service('acme-web')],
      ['acme', 'web'],
    ],
  ])('names are short, and told apart: %#', (all, expected) => {
    expect(names(proposed(all))).toEqual(expected);
  });
});

/** Any services that know each other in any way, under names that people might give. */
const tangled = fc
  .uniqueArray(fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/), { minLength: 1, maxLength: 12 })
  .chain((ids) =>
    fc.array(fc.subarray(ids), { minLength: ids.length, maxLength: ids.length }).map((known) =>
      ids.map((id, index) =>
        service(id, {
          desired: index,
          hosts: [{ name: id }],
          mentions: [{ where: `V${index}`, candidates: known[index] ?? [] }],
        }),
      ),
    ),
  );

describe('whatever is found', () => {
  it('whatever is found becomes a definition that validates, without a cycle, and loses no guess without saying so', () => {
    fc.assert(
      fc.property(tangled, (all) => {
        const guessed = proposed(all);
        const { resources } = asDefinition(guessed);

        const graph = new Map(resources.map(({ name, dependsOn }) => [name, dependsOn]));
        expect(findCycle(graph)).toBeUndefined();
        expect(resources.map((one) => 'service' in one && one.service).toSorted()).toEqual(
          all.map(({ id }) => id).toSorted(),
        );
        const told = guessed.resources.flatMap(({ dependsOn, cut }) => [...dependsOn, ...cut]);
        const known = all.reduce(
          (sum, { id, mentions }) => sum + (mentions[0]?.candidates ?? []).filter((w) => w !== id).length,
          0,
        );
        expect(told).toHaveLength(known);
      }),
      { numRuns: 60 },
    );
  });
});

/** Lists of AWS say neither addresses nor security groups of these. */
const unseen: ReadonlySet<string | undefined> = new Set([
  'auto-scaling-group',
  'eks-node-group',
  'event-source-mapping',
  'eventbridge-pipe',
  'eventbridge-rule',
  'eventbridge-schedule',
  'osis-pipeline',
  'flink-application',
  'sagemaker-notebook',
  'transfer-server',
]);

/** Who reaches whom by its address or through its security group; the rest of a graph is known to people only. */
const isVisible = (from: Resource, to: Resource | undefined): boolean => {
  if (unseen.has(from.kind) || unseen.has(to?.kind) || from.kind === 'app-runner-service') return false;
  // It has an address alone.
  if (to?.kind === 'app-runner-service') return from.kind === 'ecs-service';
  return isVisibleToOthers(from, to);
};

const isVisibleToOthers = (from: Resource, to: Resource | undefined): boolean =>
  from.kind === 'ecs-service'
    ? to?.kind !== 'msk-connector'
    : canUseOthers(from) && to?.kind !== 'ecs-service' && to?.kind !== 'msk-connector';

const canUseOthers = ({ kind }: Resource): boolean =>
  definitionOf(kind).init.role !== 'store' || earlyOf(kind) === 'at-once';

const namedInAws = (one: Resource): string =>
  [
    one.kind,
    'cluster' in one && one.cluster,
    Object.entries(one).find(([key]) => /^(instance|service|replicationGroup|connector)$/.test(key))?.[1],
  ].join(' ');

/** The edges of a definition, between what AWS calls the resources. */
const edgesOf = (resources: readonly Resource[], counts: (from: Resource, to: Resource | undefined) => boolean) => {
  const byName = new Map<ResourceName, Resource>(resources.map((one) => [one.name, one]));
  return resources
    .flatMap((from) =>
      from.dependsOn
        .map((name) => byName.get(name))
        .filter((to) => counts(from, to))
        .map((to) => `${namedInAws(from)} → ${to && namedInAws(to)}`),
    )
    .toSorted();
};

/**
 * Checks are their owner's idea, and what a vendor has needs its credentials: nothing in AWS says that they are there. A server of
 * Transfer is never stopped, so nobody proposes it.
 */
const notProposed: ReadonlySet<string> = new Set([
  ...['http', 'sqs-queue', 'metric', 'always-on', 'transfer-server'],
  ...vendorKindNames,
]);

const readable = (resources: readonly Resource[]): Resource[] => {
  const known = resources.filter(({ kind }) => !notProposed.has(kind));
  const names = new Set(known.map(({ name }) => name));
  return known.map((one) => ({ ...one, dependsOn: one.dependsOn.filter((name) => names.has(name)) }));
};

describe('an environment of the simulated AWS', () => {
  it('an environment of the simulated AWS is found again with every dependency that shows from outside', async () => {
    for (let seed = 1, played = 0; played < 40; seed++) {
      const resources = readable(randomDefinition(seededChance(seed), '2026-11-16').resources);
      if (resources.length === 0) continue;
      played++;
      const aws = simulatedCloud(resources, { seed });
      const clients = { ...aws.clients, ec2: simulatedClient(aws.cloud, 'ec2', invocationOf()) };
      const proposal = proposeDefinition(await aws.finish(readInventory(clients, false)), everything);
      const again = asDefinition(proposal).resources;

      expect(again.map(namedInAws).toSorted()).toEqual(resources.map(namedInAws).toSorted());
      expect(edgesOf(again, () => true)).toEqual(edgesOf(resources, isVisible));
      expect(stages(again, 'start').flat()).toHaveLength(resources.length);
    }
  });
});
