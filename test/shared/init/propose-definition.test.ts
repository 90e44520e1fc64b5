// What is proposed of an account: the choice, the names, the guesses, and that it is always something a definition may say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycle } from '#core/graph.ts';
import type { ResourceName } from '#core/resource.ts';
import { stages } from '#definition/dependency-graph.ts';
import { parseDefinition } from '#definition/load.ts';
import type { Filter, Proposal } from '#init/proposal.ts';
import { proposeDefinition } from '#init/propose-definition.ts';
import { whyNoGuess } from '#init/why-no-guess.ts';
import { readInventory } from '#kinds/inventories.ts';
import type { Found, Inventory, Other } from '#kinds/inventory.ts';
import type { Identity, Resource } from '#kinds/resource.ts';
import { definitionOf } from '#kinds/resource.ts';
import { simulatedClient } from '#sim/aws/simulated-aws.ts';
import { seededChance } from '#sim/random/chance.ts';
import { randomDefinition } from '#sim/random/definition.ts';
import { invocationOf, simulatedCloud } from '#test/support/cloud.ts';
import { definitionText } from '../../../cli/init/definition-text.ts';

const everything: Filter = { tags: [], prefixes: [], stacks: [] };

const found = (identity: Identity, id: string, more: Partial<Found> = {}): Found => ({
  identity,
  id,
  tags: new Map(),
  groups: [],
  hosts: [],
  mentions: [],
  ...more,
});
const service = (id: string, more: Partial<Found> = {}): Found =>
  found({ kind: 'ecs-service', cluster: 'main', service: id }, id, { desired: 1, ...more });
const database = (id: string, more: Partial<Found> = {}): Found =>
  found({ kind: 'rds-instance', instance: id }, id, more);
const cache = (id: string, more: Partial<Found> = {}): Found =>
  found({ kind: 'elasticache-replication-group', replicationGroup: id }, id, more);
const cluster = (id: string, more: Partial<Found> = {}): Found => found({ kind: 'msk-cluster', cluster: id }, id, more);

const inventory = (all: readonly Found[], letIn: Record<string, readonly string[]> = {}): Inventory => ({
  found: all,
  others: [],
  letIn: new Map(Object.entries(letIn)),
  unread: [],
});

const proposed = (all: readonly Found[], letIn: Record<string, readonly string[]> = {}, filter = everything) =>
  proposeDefinition(inventory(all, letIn), filter);

const names = ({ resources }: Proposal): string[] => resources.map(({ name }) => name);
const needs = ({ resources }: Proposal): Record<string, string[]> =>
  Object.fromEntries(resources.map(({ name, dependsOn }) => [name, dependsOn.map(({ on }) => on)]));

const about = {
  environment: 'mine',
  region: 'eu-west-1',
  timeZone: 'Europe/Paris',
  hasSchema: false,
  isAllRead: true,
  isSimulated: false,
};
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

describe('dependencies', () => {
  it('dependencies are guessed from addresses in variables, with the variable as evidence', () => {
    const all = [
      database('orders', { hosts: [{ name: 'orders.rds' }] }),
      service('api', { mentions: [{ where: 'DB_URL', candidates: ['orders.rds', 'x'] }] }),
    ];

    expect(proposed(all).resources[1]?.dependsOn).toEqual([{ on: 'orders-db', because: ['DB_URL names it'] }]);
  });

  it('dependencies are guessed from whom the security group of a store lets in', () => {
    const all = [
      cache('sessions', { groups: ['sg-cache'] }),
      cluster('events', { groups: ['sg-events'] }),
      service('api', { groups: ['sg-api'] }),
      service('web', { groups: ['sg-web'] }),
    ];
    const guessed = proposed(all, { 'sg-cache': ['sg-api'], 'sg-events': ['sg-nobody'], 'sg-api': ['sg-web'] });

    expect(needs(guessed)).toEqual({ sessions: [], events: [], api: ['sessions'], web: [] });
    expect(guessed.resources[2]?.dependsOn[0]?.because).toEqual(['its security group sg-cache lets sg-api in']);
  });

  it('dependencies are guessed from Service Connect only within one namespace', () => {
    const host = { hosts: [{ name: 'engine', namespace: 'blue' }] };
    const mentions = [{ where: 'ENGINE_URL', candidates: ['engine'] }];
    const all = [
      service('engine', host),
      service('same', { mentions, namespace: 'blue' }),
      service('other', { mentions, namespace: 'green' }),
      service('none', { mentions }),
    ];

    expect(needs(proposed(all))).toMatchObject({ same: ['engine'], other: [], none: [] });
  });

  it('guessed dependencies close no cycle: the weakest guess of one is left out and said', () => {
    const all = [
      service('api', {
        hosts: [{ name: 'api' }],
        mentions: [
          { where: 'WEB_URL', candidates: ['web'] },
          { where: 'WEB_HOST', candidates: ['web'] },
        ],
      }),
      service('web', { hosts: [{ name: 'web' }], mentions: [{ where: 'API_URL', candidates: ['api'] }] }),
    ];
    const guessed = proposed(all);

    expect(needs(guessed)).toEqual({ api: ['web'], web: [] });
    expect(guessed.resources[1]?.cut).toEqual([
      { on: 'api', because: ['API_URL names it'], cycle: ['api', 'web', 'api'] },
    ]);
    expect(definitionText(guessed, about)).toContain(
      '# guessed, but left out: api (API_URL names it). It would close a cycle: api → web → api\n  web:',
    );
  });
});

describe('that nothing is guessed', () => {
  const pair = proposed([service('api'), service('web')]);

  it('that nothing is guessed is told with the reason, and with what AWS did not tell', () => {
    expect(whyNoGuess(pair.resources, true)).toMatch(/no service's configuration names .* lets one in$/);
    expect(whyNoGuess(pair.resources, false)).toMatch(/, as far as AWS told$/);
    expect(definitionText(pair, about)).toContain('# No dependsOn was guessed: ');
  });

  it('that nothing is guessed is no news of one resource, nor where something was guessed', () => {
    expect(whyNoGuess(proposed([service('api')]).resources, true)).toBeUndefined();
    const guessed = proposed([
      service('api', { hosts: [{ name: 'api' }] }),
      service('web', { mentions: [{ where: 'API_URL', candidates: ['api'] }] }),
    ]);
    expect(whyNoGuess(guessed.resources, true)).toBeUndefined();
    expect(definitionText(guessed, about)).not.toContain('No dependsOn');
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

/** Who reaches whom by its address or through its security group; the rest of a graph is known to people only. */
const isVisible = (from: Resource, to: Resource | undefined): boolean =>
  from.kind === 'ecs-service'
    ? to?.kind !== 'msk-connector'
    : definitionOf(from.kind).init.role !== 'store' && to?.kind !== 'ecs-service' && to?.kind !== 'msk-connector';

const identityOf = (one: Resource): string =>
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
        .map((to) => `${identityOf(from)} → ${to && identityOf(to)}`),
    )
    .toSorted();
};

describe('an environment of the simulated AWS', () => {
  it('an environment of the simulated AWS is found again with every dependency that shows from outside', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { resources } = randomDefinition(seededChance(seed), '2026-11-16');
      const aws = simulatedCloud(resources, { seed });
      const clients = { ...aws.clients, ec2: simulatedClient(aws.cloud, 'ec2', invocationOf()) };
      const proposal = proposeDefinition(await aws.finish(readInventory(clients, false)), everything);
      const again = asDefinition(proposal).resources;

      expect(again.map(identityOf).toSorted()).toEqual(resources.map(identityOf).toSorted());
      expect(edgesOf(again, () => true)).toEqual(edgesOf(resources, isVisible));
      expect(stages(again, 'start').flat()).toHaveLength(resources.length);
    }
  });
});
