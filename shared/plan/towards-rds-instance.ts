// What to do about a database instance. Statuses and rules: facts/aws-semantics.md 1.1 to 1.3.
import type { Action } from '#domain/definition.ts';
import type { RdsObservation } from '#domain/observation.ts';
import type { Next } from '#domain/plan.ts';

type Standing = 'up' | 'up-busy' | 'down' | 'down-keyless' | 'needs-a-person' | 'moving';

/** Clients can use the database in these, although AWS refuses to stop it. They often follow a start. */
const upButBusy = new Set([
  'backing-up',
  'configuring-associated-roles',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'storage-optimization',
]);

const needsAPerson = new Set([
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
]);

/** An unknown status means moving: never healthy, never broken. */
export const standingOf = (status: string): Standing => {
  if (status === 'available') return 'up';
  if (status === 'stopped') return 'down';
  if (status === 'inaccessible-encryption-credentials-recoverable') return 'down-keyless';
  if (upButBusy.has(status)) return 'up-busy';
  return needsAPerson.has(status) ? 'needs-a-person' : 'moving';
};

const stuck = (status: string): Next => ({
  kind: 'fail',
  reason: `status ${status} needs a person; nothing was changed`,
  code: status,
});

const start = ({ status }: RdsObservation): Next => {
  switch (standingOf(status)) {
    case 'up':
      return { kind: 'ready', reason: 'available' };
    case 'up-busy':
      return { kind: 'ready', reason: `usable while ${status}` };
    case 'down':
      return { kind: 'act', effects: [{ do: 'start-instance' }], reason: 'stopped, should be available' };
    case 'down-keyless':
      return { kind: 'act', effects: [{ do: 'start-instance' }], reason: 'its key was unreachable; trying to start' };
    case 'needs-a-person':
      return stuck(status);
    case 'moving':
      return { kind: 'wait', reason: status };
  }
};

/** Why AWS will never stop this instance by itself, or nothing. */
const cannotStop = (seen: RdsObservation): { reason: string; code: string } | undefined => {
  if (seen.cluster !== undefined && seen.engine.startsWith('aurora'))
    return { reason: `member of Aurora cluster ${seen.cluster}: stop the cluster instead`, code: 'AURORA_MEMBER' };
  if (seen.cluster !== undefined)
    return { reason: `member of Multi-AZ DB cluster ${seen.cluster}: RDS cannot stop these`, code: 'MULTI_AZ_CLUSTER' };
  if (seen.replicaOf !== undefined)
    return { reason: `read replica of ${seen.replicaOf}: RDS cannot stop replicas`, code: 'READ_REPLICA' };
  if (seen.replicas.length > 0)
    return { reason: `source of read replica ${seen.replicas.join(', ')}: RDS cannot stop it`, code: 'REPLICA_SOURCE' };
  return undefined;
};

const stop = (seen: RdsObservation): Next => {
  const never = cannotStop(seen);
  if (never) return { kind: 'refuse', ...never };
  switch (standingOf(seen.status)) {
    case 'down':
      return { kind: 'ready', reason: 'stopped' };
    case 'down-keyless':
      return { kind: 'ready', reason: 'down, its key is unreachable: fix the key before the next start' };
    case 'up':
      return { kind: 'act', effects: [{ do: 'stop-instance' }], reason: 'available, should be stopped' };
    case 'needs-a-person':
      return stuck(seen.status);
    case 'up-busy':
    case 'moving':
      return { kind: 'wait', reason: `${seen.status}; a stop is accepted only when available` };
  }
};

export const towardsRdsInstance = (action: Action, seen: RdsObservation): Next =>
  action === 'start' ? start(seen) : stop(seen);
