import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import type { Proposal } from '#init/proposal.ts';
import { whyNoGuess } from '#init/why-no-guess.ts';
import { definitionText } from '../../../cli/init/definition-text.ts';
import { about, cache, cluster, database, proposed, service } from './found-resources.ts';

const needs = ({ resources }: Proposal): Record<string, string[]> =>
  Object.fromEntries(resources.map(({ name, dependsOn }) => [name, dependsOn.map(({ on }) => on)]));

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
    expect(guessed.resources[2]?.dependsOn[0]?.because).toEqual(['its security group sg-cache admits sg-api']);
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

describe('early dependencies', () => {
  const letIn = { 'sg-archive': ['sg-orders'], 'sg-data': ['sg-data'], 'sg-orders': ['sg-api'] };
  const archive = database('archive', { groups: ['sg-archive', 'sg-data'] });
  const orders = database('orders', { groups: ['sg-orders', 'sg-data'] });
  const api = service('api', { groups: ['sg-api'] });

  it('a database or a cache that uses another resource needs it only to serve: the dependency is proposed as early', () => {
    const guessed = proposed([archive, orders, api, cache('sessions', { groups: ['sg-orders'] })], letIn);
    const written = definitionText(guessed, about);

    expect(needs(guessed)).toEqual({
      'archive-db': [],
      'orders-db': ['archive-db'],
      sessions: ['archive-db'],
      api: ['orders-db', 'sessions'],
    });
    const because = 'guessed: its security group sg-archive admits sg-orders';
    expect(written).toContain(
      `- { on: archive-db, early: true } # ${because}; early: it needs it only to serve, so it starts at once`,
    );
    expect(written).toContain('- orders-db # guessed: its security group sg-orders admits sg-api\n');
    expect(parseDefinition(written, 'mine.yaml').resources.map(({ name, early }) => [name, early])).toEqual([
      ['archive-db', undefined],
      ['orders-db', ['archive-db']],
      ['sessions', ['archive-db']],
      ['api', undefined],
    ]);
  });

  it('stores that share a security group which admits itself are not taken to use each other', () => {
    expect(needs(proposed([archive, database('other', { groups: ['sg-data'] })], letIn))).toEqual({
      'archive-db': [],
      'other-db': [],
    });
  });

  it('a store of a kind that cannot start before what it uses gets no dependency', () => {
    expect(needs(proposed([archive, cluster('events', { groups: ['sg-orders'] })], letIn)).events).toEqual([]);
  });
});

describe('that nothing is guessed', () => {
  const pair = proposed([service('api'), service('web')]);

  it('that nothing is guessed is told with the reason, and with what AWS did not tell', () => {
    expect(whyNoGuess(pair.resources, true)).toMatch(/no service configuration names .* admits one$/);
    expect(whyNoGuess(pair.resources, false)).toMatch(/, as far as AWS reports$/);
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
