// Snapshots before stops in random nights: which databases have one, and how they go wrong.
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
