// What to do about an Aurora cluster. Statuses and rules: facts/aws-semantics.md 1.1 to 1.3.
import type { Action } from '#core/action.ts';
import { inBlueGreen } from '../blue-green.ts';
import { clusterStanding, instanceStanding, isDown, standingOfDatabase, stopFrom, stuck } from '../database-status.ts';
import { afterSnapshot, type Stopping, stoppingOf } from '../databases/snapshots.ts';
import type { KindDecision } from '../decision.ts';
import type { Next } from '../next.ts';
import type { AuroraObservation } from './definition.ts';

const isUsable = (status: string): boolean => ['up', 'up-busy'].includes(instanceStanding(status));

/** The cluster is up; its instances follow, some later than others (facts/aws-semantics.md 11). */
const withMembers = (seen: AuroraObservation): Next => {
  // An instance on its way out, as autoscaling removes readers, is not waited for.
  const members = seen.members.filter(({ status }) => status !== 'deleting');
  if (members.length === 0 && seen.engineMode !== 'serverless')
    return { kind: 'fail', reason: `${seen.status}, but it has no instances`, code: 'NO_INSTANCE' };
  const broken = members.find(({ status }) => instanceStanding(status) === 'needs-a-person');
  if (broken)
    return {
      kind: 'fail',
      reason: `instance ${broken.instance} is ${broken.status}: fix it in RDS`,
      code: broken.status,
    };
  const lagging = members.filter(({ status }) => !isUsable(status));
  if (lagging.length > 0)
    return {
      kind: 'wait',
      reason: `${seen.status}, but ${lagging.map(({ instance, status }) => `${instance} is ${status}`).join(', ')}`,
    };
  const all = members.length > 0 ? `, all ${members.length} instances usable` : '';
  return {
    kind: 'ready',
    reason: `${seen.status === 'available' ? 'available' : `usable while ${seen.status}`}${all}`,
  };
};

const start = (seen: AuroraObservation): Next => {
  switch (clusterStanding(seen.status)) {
    case 'up':
    case 'up-busy':
      return withMembers(seen);
    case 'down':
      return { kind: 'act', effects: [{ do: 'start-cluster' }], reason: 'stopped, should be available' };
    case 'down-keyless':
      return { kind: 'act', effects: [{ do: 'start-cluster' }], reason: 'its key was unreachable; trying to start' };
    case 'needs-a-person':
      return stuck(seen.status);
    case 'moving':
      return { kind: 'wait', reason: seen.status };
  }
};

type Never = { readonly reason: string; readonly code: string };

/** Modes of the engine that have no stop; Serverless v2 is `provisioned` and has one. */
const modesWithoutStop: Readonly<Record<string, Never>> = {
  serverless: { reason: 'Aurora Serverless v1 cannot be stopped; it pauses automatically', code: 'SERVERLESS_V1' },
  multimaster: { reason: 'Aurora multi-master clusters cannot be stopped', code: 'MULTI_MASTER' },
  global: { reason: 'members of a global database cannot be stopped', code: 'GLOBAL_DATABASE' },
};

/** Why AWS will never stop this cluster, or nothing (facts/aws-semantics.md 1.2). */
const cannotStop = (seen: AuroraObservation): Never | undefined => {
  const { engine, engineMode, globalCluster, replicaOf, replicas } = seen;
  if (engine === 'postgres' || engine === 'mysql')
    return {
      reason: `a Multi-AZ DB cluster (${engine}): RDS can stop only Aurora clusters`,
      code: 'MULTI_AZ_CLUSTER',
    };
  if (!engine.startsWith('aurora'))
    return { reason: `engine ${engine || 'unknown'} is not Aurora; Curfew does not change it`, code: 'NOT_AURORA' };
  if (globalCluster !== undefined)
    return { reason: `member of global database ${globalCluster}: it cannot be stopped`, code: 'GLOBAL_DATABASE' };
  if (replicaOf !== undefined)
    return { reason: `read replica of ${replicaOf}: it cannot be stopped`, code: 'READ_REPLICA' };
  if (replicas.length > 0)
    return { reason: `source of read replica ${replicas.join(', ')}: it cannot be stopped`, code: 'REPLICA_SOURCE' };
  return modesWithoutStop[engineMode] ?? (seen.blueGreen === undefined ? undefined : inBlueGreen(seen.blueGreen));
};

const stop = (seen: AuroraObservation, stopping: Stopping): Next => {
  const standing = clusterStanding(seen.status);
  const never = isDown(standing) ? undefined : cannotStop(seen);
  if (never) return { kind: 'refuse', ...never };
  const effect = { do: 'stop-cluster' } as const;
  return afterSnapshot(stopFrom(standing, seen, effect), effect, { ...stopping, snapshots: seen.snapshots });
};

export const towardsAuroraCluster = (action: Action, seen: AuroraObservation, stopping: Stopping = {}): Next =>
  action === 'start' ? start(seen) : stop(seen, stopping);

export const auroraClusterDecision: KindDecision<'aurora-cluster'> = {
  towards: (action, { seen, resource, memory }) => towardsAuroraCluster(action, seen, stoppingOf(resource, memory)),
  standing: ({ status }) => standingOfDatabase(clusterStanding(status)),
};
