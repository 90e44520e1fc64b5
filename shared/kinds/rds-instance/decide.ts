// What to do about a database instance. Statuses and rules: facts/aws-semantics.md 1.1 to 1.3.
import type { Action } from '#core/action.ts';
import { inBlueGreen } from '../blue-green.ts';
import { instanceStanding, isDown, standingOfDatabase, stopFrom, stuck } from '../database-status.ts';
import { afterSnapshot, type Stopping, stoppingOf } from '../databases/snapshots.ts';
import type { KindDecision } from '../decision.ts';
import type { Next } from '../next.ts';
import type { RdsObservation } from './definition.ts';

const start = ({ status }: RdsObservation): Next => {
  switch (instanceStanding(status)) {
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
    return { reason: `member of Multi-AZ DB cluster ${seen.cluster}: RDS cannot stop it`, code: 'MULTI_AZ_CLUSTER' };
  if (seen.replicaOf !== undefined)
    return { reason: `read replica of ${seen.replicaOf}: RDS cannot stop replicas`, code: 'READ_REPLICA' };
  if (seen.replicas.length > 0)
    return { reason: `source of read replica ${seen.replicas.join(', ')}: RDS cannot stop it`, code: 'REPLICA_SOURCE' };
  if (seen.engine.startsWith('sqlserver') && seen.multiAz)
    return { reason: `SQL Server (${seen.engine}) in several zones: RDS cannot stop it`, code: 'SQL_SERVER_MULTI_AZ' };
  if (seen.engine.startsWith('custom-'))
    return { reason: `RDS Custom (${seen.engine}): RDS cannot stop it`, code: 'RDS_CUSTOM' };
  return seen.blueGreen === undefined ? undefined : inBlueGreen(seen.blueGreen);
};

const stop = (seen: RdsObservation, stopping: Stopping): Next => {
  const standing = instanceStanding(seen.status);
  const never = isDown(standing) ? undefined : cannotStop(seen);
  if (never) return { kind: 'refuse', ...never };
  const effect = { do: 'stop-instance' } as const;
  return afterSnapshot(stopFrom(standing, seen, effect), effect, { ...stopping, snapshots: seen.snapshots });
};

export const towardsRdsInstance = (action: Action, seen: RdsObservation, stopping: Stopping = {}): Next =>
  action === 'start' ? start(seen) : stop(seen, stopping);

export const rdsInstanceDecision: KindDecision<'rds-instance'> = {
  towards: (action, { seen, resource, memory }) => towardsRdsInstance(action, seen, stoppingOf(resource, memory)),
  standing: ({ status }) => standingOfDatabase(instanceStanding(status)),
};
