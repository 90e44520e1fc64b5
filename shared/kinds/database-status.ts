// What a database's status means, for instances and clusters alike (facts/aws-semantics.md 1.1), and how a stop continues from
// it.

import type { Standing } from './decision.ts';
import type { AwsEffect } from './effect.ts';
import type { Next } from './next.ts';

export type DatabaseStanding = 'up' | 'up-busy' | 'down' | 'down-keyless' | 'needs-a-person' | 'moving';

type Statuses = {
  /**
   * Clients are known to be able to use the database in these, although AWS refuses to stop it. Of the `configuring-…`
   * statuses, which also follow a start, nobody says so: they count as moving.
   */
  readonly upButBusy: readonly string[];
  readonly needsAPerson: readonly string[];
};

/** An unknown status means moving: never healthy, never broken. */
const standings =
  ({ upButBusy, needsAPerson }: Statuses) =>
  (status: string): DatabaseStanding => {
    if (status === 'available') return 'up';
    if (status === 'stopped') return 'down';
    if (status === 'inaccessible-encryption-credentials-recoverable') return 'down-keyless';
    if (upButBusy.includes(status)) return 'up-busy';
    return needsAPerson.includes(status) ? 'needs-a-person' : 'moving';
  };

export const instanceStanding = standings({
  upButBusy: ['backing-up', 'storage-optimization'],
  needsAPerson: [
    'deleting',
    'failed',
    'inaccessible-encryption-credentials',
    'incompatible-network',
    'incompatible-option-group',
    'incompatible-parameters',
    'incompatible-restore',
    'insufficient-capacity',
    'restore-error',
    'storage-full',
  ],
});

export const clusterStanding = standings({
  upButBusy: ['backing-up', 'update-iam-db-auth'],
  needsAPerson: ['cloning-failed', 'deleting', 'failed', 'inaccessible-encryption-credentials', 'migration-failed'],
});

/**
 * Also for what AWS would never stop: what is down already need not be stopped, and belongs to the person who stopped it.
 */
export const isDown = (standing: DatabaseStanding): boolean => standing === 'down' || standing === 'down-keyless';

/** Of those that need a person, the ones in which nothing runs that could still use anything. */
const dead: ReadonlySet<string> = new Set([
  'cloning-failed',
  'deleting',
  'failed',
  'inaccessible-encryption-credentials',
  'incompatible-restore',
  'insufficient-capacity',
  'migration-failed',
  'restore-error',
]);

export const stuck = (status: string): Extract<Next, { kind: 'fail' }> => ({
  kind: 'fail',
  reason: `status ${status} needs manual action; nothing was changed`,
  code: status,
});

/** `restartsAt`: when AWS will start it by itself. */
type Stoppable = { readonly status: string; readonly restartsAt?: number };

/** A stop is accepted only when available; until then there is nothing to do but look again. */
export const stopFrom = (standing: DatabaseStanding, { status, restartsAt }: Stoppable, effect: AwsEffect): Next => {
  switch (standing) {
    case 'down':
      return { kind: 'ready', reason: 'stopped', ...(restartsAt === undefined ? {} : { until: restartsAt }) };
    case 'down-keyless':
      return { kind: 'ready', reason: 'down, its key is unreachable: fix the key before the next start' };
    case 'up':
      return { kind: 'act', effects: [effect], reason: 'available, should be stopped' };
    case 'needs-a-person':
      return dead.has(status) ? { ...stuck(status), isGone: true } : stuck(status);
    case 'up-busy':
    case 'moving':
      return { kind: 'wait', reason: `${status}; AWS accepts a stop only when available` };
  }
};

/** For what is remembered of it. */
export const standingOfDatabase = (standing: DatabaseStanding): Standing => {
  if (standing === 'up' || standing === 'up-busy') return 'up';
  return standing === 'down' ? 'down' : 'other';
};
