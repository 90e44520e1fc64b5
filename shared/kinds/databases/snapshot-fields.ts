// A snapshot of a database before it is stopped: how a definition asks for one, and what a look and a change know of it.
import * as z from 'zod';
import { whole } from '../fields.ts';

export type SnapshotPolicy = { readonly keep: number; readonly ifFailed: 'continue' | 'keep-up' };

const keepUsually = 3;

const policy = z.strictObject({
  keep: whole({
    min: 1,
    max: 50,
    example: keepUsually,
    help: 'How many of these snapshots are kept; older ones that Curfew made of this database are deleted. An account has 100 manual snapshots per region.',
  }).default(keepUsually),
  ifFailed: z
    .enum(['continue', 'keep-up'], 'is neither `continue` nor `keep-up`')
    .meta({
      description:
        'What the stop does if the snapshot fails. `continue`: it stops the database, and the report warns; what is stored in it stays as it is. `keep-up`: the database stays up, and the stop of it fails.',
      examples: ['keep-up'],
    })
    .default('continue'),
});

export const snapshotBeforeStop = z
  .union(
    [z.literal(true).transform((): SnapshotPolicy => ({ keep: keepUsually, ifFailed: 'continue' })), policy],
    'is neither `true` nor `{ keep: 3 }`',
  )
  .meta({
    description: `A snapshot before each stop, once the database is not used any more. \`true\`: the last ${keepUsually} are kept. The stop takes longer by the time that the snapshot takes, and AWS bills what all snapshots of a region hold beyond the size of its databases.`,
    examples: [{ keep: keepUsually }],
  })
  .exactOptional();

/** One that Curfew made of this database. */
export type OwnSnapshot = { readonly id: string; readonly status: string };

export type SnapshotEffect = { readonly do: 'snapshot'; readonly ifFailed: SnapshotPolicy['ifFailed'] };

/** With what there is to do about snapshots once the stop is made. */
export type Stopped = {
  /** Too old. */
  readonly deleting?: readonly string[];
  /** The one before this stop, which its owner is warned of. */
  readonly failed?: string;
};
