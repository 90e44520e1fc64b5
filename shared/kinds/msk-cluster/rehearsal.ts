// How it is rehearsed: what a scenario may say of it, how it is wired to others, and how it fares in random nights.
import * as z from 'zod';
import { type KindRehearsal, statuses } from '#sim/kind-rehearsal.ts';
import { status } from '#sim/scenario/status.ts';

/** What AWS is known to say, so that a slip of the pen is told from a status that Curfew has never heard of. */
const known = ['ACTIVE', 'CREATING', 'DELETING', 'FAILED', 'HEALING', 'MAINTENANCE', 'REBOOTING_BROKER', 'UPDATING'];

const brokersOf = (host: string): string => [1, 2].map((broker) => `b-${broker}.${host}:9098`).join(',');

export const mskClusterRehearsal: KindRehearsal<'msk-cluster'> = {
  operations: { kafka: ['ListClustersV2'] },
  inventoryOperations: { kafka: ['GetBootstrapBrokers'] },
  standing: { up: ['ACTIVE', 'HEALING', 'MAINTENANCE', 'UPDATING', 'REBOOTING_BROKER'], down: [] },
  moves: {},
  world: z.strictObject({ status: status(known).optional() }),
  stack: 'streaming',
  host: ({ cluster }) => `${cluster}.simulated.c1.kafka.us-east-1.amazonaws.com`.toLowerCase(),
  variable: (host) => ({ suffix: 'BOOTSTRAP_SERVERS', value: brokersOf(host) }),
  watched: ({ cluster }) => ({
    metric: 'ActiveControllerCount',
    namespace: 'AWS/Kafka',
    dimensions: { 'Cluster Name': cluster },
  }),
  random: {
    weight: 1,
    prefix: 'kafka',
    fields: (cluster) => ({ cluster }),
    disturbances: [statuses('ACTIVE', 'HEALING', 'MAINTENANCE', 'CREATING', 'FAILED', 'REBOOTING_BROKER')],
  },
};
