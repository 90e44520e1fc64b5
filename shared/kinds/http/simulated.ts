// How checks are rehearsed.
import type { World } from '#sim/aws/simulated-service.ts';
import { webPages, webWorld } from '#sim/aws/web-pages.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { type KindRehearsal, type Simulates, statuses } from '#sim/kind-rehearsal.ts';
import type { ResourceOf } from '../resource.ts';

const simulate = (checks: readonly ResourceOf<'http'>[], _wiring: Wiring, world: World) =>
  webPages(
    checks,
    checks.map(({ name }) => name),
    'up',
    world,
  );

export const httpRehearsal: KindRehearsal<'http'> & Simulates<'http'> = {
  simulate,
  operations: { http: ['GetUrl'] },
  standing: { up: ['up'], down: [] },
  moves: {},
  world: webWorld,
  stack: 'workloads',
  host: ({ url }) => new URL(url).host,
  watched: ({ name }) => ({
    metric: 'SuccessPercent',
    namespace: 'CloudWatchSynthetics',
    dimensions: { CanaryName: name },
  }),
  random: {
    weight: 1,
    prefix: 'check',
    fields: (id) => ({ url: `https://${id}.example.com/health` }),
    disturbances: [statuses('up', 'down')],
  },
};
