// Snapshots before stops in rehearsals: the calls of clusters, what a scenario may say of them, and how random nights have them.
import * as z from 'zod';
import type { Disturbance } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { pick } from '#sim/random/choice.ts';

/** Some databases of random nights have one made before each stop. */
export const randomSnapshots = (chance: Chance) =>
  chance.happens('snapshot before its stop', 0.2)
    ? {
        snapshotBeforeStop: {
          keep: chance.integer('snapshots kept', 1, 3),
          ifFailed: pick(chance, 'if it fails', ['continue', 'keep-up']),
        },
      }
    : {};

/** Until somebody makes room, or AWS is well again. */
export const snapshotsGoWrong: Disturbance = {
  wrong: [{ snapshots: 'over-quota' }, { snapshots: 'fail' }],
  right: { snapshots: 'work' },
};

export const clusterSnapshotCalls = [
  'CreateDBClusterSnapshot',
  'DeleteDBClusterSnapshot',
  'DescribeDBClusterSnapshots',
] as const;

/** The key of `world` in a scenario. */
export const snapshotsWorld = z
  .enum(['work', 'over-quota', 'fail'])
  .meta({ examples: ['over-quota'] })
  .optional();
