// One simulated Aurora cluster with its instances: statuses, durations and refusals of facts/aws-semantics.md 1 and 11.

import { minutes, seconds, type World } from '#sim/aws/simulated-service.ts';
import { errorOf } from '#sim/faults.ts';

export type AuroraWorld = {
  readonly status?: string | undefined;
  readonly startMinutes?: number | undefined;
  readonly stopMinutes?: number | undefined;
  /** How many instances; the first one writes. */
  readonly members?: number | undefined;
  /** Of each instance, where they have statuses of their own; as many as there are. */
  readonly memberStatuses?: readonly string[] | undefined;
  /** How long its last instance is `starting` after the cluster is available. */
  readonly laggingMinutes?: number | undefined;
  readonly engine?: string | undefined;
  readonly engineMode?: string | undefined;
  readonly globalCluster?: string | undefined;
  readonly replicaOf?: string | undefined;
  readonly readReplicas?: readonly string[] | undefined;
  readonly maintenanceWindow?: string | undefined;
  readonly snapshots?: 'work' | 'over-quota' | 'fail' | undefined;
  /** The side of a blue/green deployment that it is. */
  readonly blueGreenSide?: 'blue' | 'green' | undefined;
};

type Statuses = { readonly cluster: string; readonly members: readonly string[] };

export type SimCluster = {
  readonly name: string;
  readonly id: string;
  now: Statuses;
  facts: AuroraWorld;
  /** What reads still show for a moment after a change. */
  stale?: { readonly shown: Statuses; readonly untilMs: number };
  pending: readonly (() => void)[];
  restartAtMs?: number;
};

const autoRestartMs = 7 * 24 * minutes(60);
const usualMembers = 2;
const keyless = 'inaccessible-encryption-credentials-recoverable';

/** What instances show while the world has their cluster in a status. */
const memberStatusFor = (cluster: string): string => {
  if (cluster === keyless) return 'stopped';
  return ['stopped', 'stopping', 'starting'].includes(cluster) ? cluster : 'available';
};

const allAs = (cluster: string, count: number): Statuses => ({
  cluster,
  members: Array.from({ length: count }, () => memberStatusFor(cluster)),
});

export const newCluster = (name: string, id: string): SimCluster => ({
  name,
  id,
  now: allAs('available', usualMembers),
  facts: {},
  pending: [],
});

/** Cluster and instances in one word: some instances lag behind, and until then the cluster is not all there. */
export const statusOf = ({ now: { cluster, members } }: SimCluster): string =>
  cluster === 'available' && members.some((status) => status !== 'available') ? 'waiting-for-instances' : cluster;

const become = (cluster: SimCluster, now: Statuses, world: World): void => {
  const before = statusOf(cluster);
  cluster.now = now;
  const after = statusOf(cluster);
  if (before !== after) world.changed(cluster.name, before, after);
};

/** One instance, or without an index the cluster, comes to a status later. */
const later = (cluster: SimCluster, ms: number, status: string, world: World, index?: number): void => {
  const happen = (): void => {
    const { now } = cluster;
    const members = now.members.map((old, at) => (at === index ? status : old));
    become(cluster, { cluster: index === undefined ? status : now.cluster, members }, world);
  };
  cluster.pending = [...cluster.pending, world.clock.at(world.clock.nowMs() + Math.round(ms), happen)];
};

const cancelPending = (cluster: SimCluster): void => {
  for (const cancel of cluster.pending) cancel();
  cluster.pending = [];
};

const request = (cluster: SimCluster, status: string, world: World): void => {
  cancelPending(cluster);
  const lagMs = world.chance.between(`${cluster.name} read lag`, 0, seconds(3));
  cluster.stale = { shown: cluster.now, untilMs: world.clock.nowMs() + lagMs };
  become(cluster, { cluster: status, members: cluster.now.members.map(() => status) }, world);
};

const draw = ({ name, facts }: SimCluster, what: 'start' | 'stop', { chance }: World): number => {
  const fixed = what === 'start' ? facts.startMinutes : facts.stopMinutes;
  if (fixed !== undefined) return minutes(fixed);
  const slow = chance.happens(`${name} slow ${what}`, 0.05);
  const [min, max] = slow ? [10, 30] : [5, 10];
  return Math.round(minutes(chance.between(`${name} ${what}`, min, max)) / 1_000) * 1_000;
};

const lagOf = ({ name, facts, now }: SimCluster, index: number, { chance }: World): number => {
  const isLast = index === now.members.length - 1;
  if (facts.laggingMinutes !== undefined) return isLast ? minutes(facts.laggingMinutes) : 0;
  const lags = facts.startMinutes === undefined && chance.happens(`${name} instance lags`, 0.3);
  return lags ? seconds(chance.integer(`${name} instance lag`, 20, 180)) : 0;
};

const start = (cluster: SimCluster, world: World): void => {
  delete cluster.restartAtMs;
  request(cluster, 'starting', world);
  const upMs = draw(cluster, 'start', world);
  for (const index of cluster.now.members.keys())
    later(cluster, upMs + lagOf(cluster, index, world), 'available', world, index);
  later(cluster, upMs, 'available', world);
};

const restartAfterSevenDays = (cluster: SimCluster, world: World): void => {
  const dueMs = world.clock.nowMs() + autoRestartMs;
  cluster.restartAtMs = dueMs;
  world.clock.at(dueMs, () => {
    if (cluster.restartAtMs !== dueMs || cluster.now.cluster !== 'stopped') return;
    world.restarting?.(cluster.name);
    start(cluster, world);
  });
};

const invalidState = ({ id, now }: SimCluster, expected: string): Error =>
  errorOf(
    'InvalidDBClusterStateFault',
    `DbCluster ${id} is in ${now.cluster} state but expected it to be one of ${expected}.`,
  );

const hasNoStop = ({
  engine = 'aurora',
  engineMode,
  globalCluster,
  replicaOf,
  readReplicas = [],
  blueGreenSide,
}: AuroraWorld) =>
  !engine.startsWith('aurora') ||
  engineMode === 'serverless' ||
  globalCluster !== undefined ||
  blueGreenSide !== undefined ||
  replicaOf !== undefined ||
  readReplicas.length > 0;

/** Readers first, then the writer (facts/aws-semantics.md 1.3). */
export const stopCluster = (cluster: SimCluster, world: World): void => {
  if (cluster.now.cluster !== 'available' || hasNoStop(cluster.facts)) throw invalidState(cluster, 'available');
  if (cluster.now.members.some((status) => status !== 'available'))
    throw errorOf('InvalidDBInstanceState', `An instance of ${cluster.id} is not in available state.`);
  request(cluster, 'stopping', world);
  const downMs = draw(cluster, 'stop', world);
  for (const index of cluster.now.members.keys())
    later(cluster, index === 0 ? downMs : downMs * 0.6, 'stopped', world, index);
  later(cluster, downMs, 'stopped', world);
  restartAfterSevenDays(cluster, world);
};

export const startCluster = (cluster: SimCluster, world: World): void => {
  if (cluster.now.cluster === keyless)
    throw errorOf('KMSKeyNotAccessibleFault', `The key of ${cluster.id} cannot be accessed.`);
  if (cluster.now.cluster !== 'stopped') throw invalidState(cluster, `stopped,${keyless}`);
  start(cluster, world);
};

/** Puts the world's facts on a cluster; a new status holds, for its instances too, until something changes it. */
export const put = (cluster: SimCluster, facts: AuroraWorld, world: World): void => {
  cluster.facts = { ...cluster.facts, ...facts };
  const { status, members, memberStatuses } = facts;
  if (status === undefined && members === undefined && memberStatuses === undefined) return;
  // Only its instances can have this status while the cluster changes.
  if (status !== undefined || members !== undefined) cancelPending(cluster);
  const now = allAs(status ?? cluster.now.cluster, members ?? cluster.now.members.length);
  become(cluster, memberStatuses ? { ...now, members: memberStatuses } : now, world);
  if (facts.status === 'stopped') restartAfterSevenDays(cluster, world);
};
