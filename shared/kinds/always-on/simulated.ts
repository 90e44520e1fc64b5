// How that is rehearsed which nothing can stop: it is there, and answers where it has a URL.
import type { World } from '#sim/aws/simulated-service.ts';
import { webPages, webWorld } from '#sim/aws/web-pages.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { type KindRehearsal, type Simulates, statuses } from '#sim/kind-rehearsal.ts';
import type { ResourceOf } from '../resource.ts';

type AlwaysOn = ResourceOf<'always-on'>;

const simulate = (all: readonly AlwaysOn[], _wiring: Wiring, world: World) =>
  webPages(
    all.flatMap(({ name, url, status }) => (url === undefined ? [] : [{ name, url, status }])),
    all.map(({ name }) => name),
    'always-on',
    world,
  );

export const alwaysOnRehearsal: KindRehearsal<'always-on'> & Simulates<'always-on'> = {
  simulate,
  operations: { http: ['GetUrl'] },
  standing: { up: ['always-on', 'up'], down: [] },
  moves: {},
  world: webWorld,
  stack: 'foundation',
  host: ({ service, id }) => `${id}.${service}.simulated`.toLowerCase(),
  watched: ({ id }) => ({ metric: 'Up', namespace: 'Curfew', dimensions: { Id: id } }),
  random: {
    weight: 1,
    prefix: 'fixed',
    fields: (id, chance) => ({
      service: chance.happens('has a price', 0.5) ? 'nat-gateway' : 'mwaa',
      id,
      ...(chance.happens('can be checked', 0.5) ? { url: `https://${id}.example.com/health` } : {}),
    }),
    disturbances: [statuses('up', 'down')],
  },
};
