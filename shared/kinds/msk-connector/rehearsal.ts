// How it is rehearsed: what a scenario may say of it, how it is wired to others, and how it fares in random nights.
import * as z from 'zod';
import { type KindRehearsal, statuses } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { minutes } from '#sim/scenario/fields.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { status } from '#sim/scenario/status.ts';

/** What AWS is known to say, so that a slip of the pen is told from a status that Curfew has never heard of. */
const known = ['RUNNING', 'PAUSED', 'PAUSING', 'RESUMING', 'CREATING', 'UPDATING', 'DELETING', 'FAILED'];

const connector = (chance: Chance): ResourceWorld => ({
  startMinutes: chance.between('resume', 0.3, 1.5),
  stopMinutes: chance.between('pause', 0.3, 1.5),
  ...(chance.happens('paused before', 0.05) ? { status: 'PAUSED' } : {}),
});

export const mskConnectorRehearsal: KindRehearsal<'msk-connector'> = {
  operations: { kafkaconnect: ['ListConnectors', 'PauseConnector', 'ResumeConnector'] },
  inventoryOperations: { kafkaconnect: ['ListTagsForResource'] },
  standing: { up: ['RUNNING'], down: ['PAUSED'], gone: ['FAILED', 'DELETING'] },
  moves: { ResumeConnector: 'start', PauseConnector: 'stop' },
  world: z.strictObject({
    status: status(known).optional(),
    startMinutes: minutes(2).optional(),
    stopMinutes: minutes(2).optional(),
  }),
  stack: 'streaming',
  host: ({ name }) => name,
  watched: ({ connector }) => ({
    metric: 'RunningTaskCount',
    namespace: 'AWS/KafkaConnect',
    dimensions: { ConnectorName: connector },
  }),
  random: {
    weight: 1,
    prefix: 'sink',
    fields: (connector) => ({ connector }),
    world: connector,
    byHand: { what: 'connector status', statuses: ['RUNNING', 'PAUSED'] },
    hasAlarms: true,
    disturbances: [statuses('RUNNING', 'PAUSING', 'UPDATING', 'FAILED', 'CREATING')],
  },
};
