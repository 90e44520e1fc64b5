// What to do about an Aurora cluster. Statuses and rules: facts/aws-semantics.md 1.1 to 1.3.
import type { Action } from '#domain/definition.ts';
import type { AuroraObservation } from '#domain/observation.ts';
import type { Next } from '#domain/plan.ts';
import { standingOf as memberStandingOf } from './towards-rds-instance.ts';

type Standing = ReturnType<typeof memberStandingOf>;

/** Clients can use the cluster in these, although AWS refuses to stop it. */
const upButBusy = new Set(['backing-up', 'update-iam-db-auth']);

const needsAPerson = new Set([
  'cloning-failed',
  'deleting',
  'failed',
  'inaccessible-encryption-credentials',
  'migration-failed',
]);

/** An unknown status means moving: never healthy, never broken. */
const standingOf = (status: string): Standing => {
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

const isUsable = (status: string): boolean => ['up', 'up-busy'].includes(memberStandingOf(status));

/** The cluster is up; its instances follow, some later than others (facts/aws-semantics.md 11). */
const withMembers = (seen: AuroraObservation): Next => {
  // An instance on its way out, as autoscaling removes readers, is not waited for.
  const members = seen.members.filter(({ status }) => status !== 'deleting');
  if (members.length === 0 && seen.engineMode !== 'serverless')
    return { kind: 'fail', reason: `${seen.status}, but it has no instance to connect to`, code: 'NO_INSTANCE' };
  const broken = members.find(({ status }) => memberStandingOf(status) === 'needs-a-person');
  if (broken)
    return {
      kind: 'fail',
      reason: `its instance ${broken.instance} is ${broken.status} and needs a person`,
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
  switch (standingOf(seen.status)) {
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
  serverless: { reason: 'Aurora Serverless v1 cannot be stopped; it pauses by itself', code: 'SERVERLESS_V1' },
  multimaster: { reason: 'Aurora multi-master clusters cannot be stopped', code: 'MULTI_MASTER' },
  global: { reason: 'members of a global database cannot be stopped', code: 'GLOBAL_DATABASE' },
};

/** Why AWS will never stop this cluster, or nothing (facts/aws-semantics.md 1.2). */
const cannotStop = (seen: AuroraObservation): Never | undefined => {
  const { engine, engineMode, globalCluster, replicaOf, replicas } = seen;
  if (engine === 'postgres' || engine === 'mysql')
    return {
      reason: `a Multi-AZ DB cluster (${engine}): RDS can stop clusters of Aurora only`,
      code: 'MULTI_AZ_CLUSTER',
    };
  if (!engine.startsWith('aurora'))
    return { reason: `engine ${engine || 'unknown'} is not Aurora; nothing is done about others`, code: 'NOT_AURORA' };
  if (globalCluster !== undefined)
    return { reason: `member of global database ${globalCluster}: it cannot be stopped`, code: 'GLOBAL_DATABASE' };
  if (replicaOf !== undefined)
    return { reason: `read replica of ${replicaOf}: it cannot be stopped`, code: 'READ_REPLICA' };
  if (replicas.length > 0)
    return { reason: `source of read replica ${replicas.join(', ')}: it cannot be stopped`, code: 'REPLICA_SOURCE' };
  return modesWithoutStop[engineMode];
};

const stop = (seen: AuroraObservation): Next => {
  const never = cannotStop(seen);
  if (never) return { kind: 'refuse', ...never };
  switch (standingOf(seen.status)) {
    case 'down':
      return { kind: 'ready', reason: 'stopped' };
    case 'down-keyless':
      return { kind: 'ready', reason: 'down, its key is unreachable: fix the key before the next start' };
    case 'up':
      return { kind: 'act', effects: [{ do: 'stop-cluster' }], reason: 'available, should be stopped' };
    case 'needs-a-person':
      return stuck(seen.status);
    case 'up-busy':
    case 'moving':
      return { kind: 'wait', reason: `${seen.status}; a stop is accepted only when available` };
  }
};

export const towardsAuroraCluster = (action: Action, seen: AuroraObservation): Next =>
  action === 'start' ? start(seen) : stop(seen);
