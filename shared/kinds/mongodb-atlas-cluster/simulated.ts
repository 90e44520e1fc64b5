// How clusters of Atlas are rehearsed: with refusals that pass, and the resume after 30 days.
import type { World } from '#sim/aws/simulated-service.ts';
import {
  hexOf,
  type VendorMachine,
  type VendorSide,
  vendorMachines,
  vendorRehearsal,
} from '#sim/aws/vendor-machine.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import type { KindRehearsal, Simulates } from '#sim/kind-rehearsal.ts';
import type { ResourceOf } from '../resource.ts';
import type { Command } from '../vendor/vendor-service.ts';

type Cluster = ResourceOf<'mongodb-atlas-cluster'>;

const pathOf = ({ project, cluster }: Cluster): string => `/api/atlas/v2/groups/${project}/clusters/${cluster}`;

const partOf = (path: string, index: number): string => path.split('/')[index] ?? '';

const hostOf = (cluster: string): string => `${cluster}.simulated.mongodb.net`.toLowerCase();

const reachedAt = (cluster: string) => ({ connectionStrings: { standardSrv: `mongodb+srv://${hostOf(cluster)}` } });

const refusal = (status: number, errorCode: string, detail: string) => ({ status, body: { errorCode, detail } });

const refuses = ({ status, facts, startedAtMs }: VendorMachine, to: Command, nowMs: number) => {
  if (status !== 'IDLE' && status !== 'PAUSED') return refusal(409, 'CLUSTER_UPDATE_IN_PROGRESS', `It is ${status}.`);
  if (to !== 'stop' || status === 'PAUSED') return undefined;
  if (facts.tier !== undefined) return refusal(400, 'TENANT_CLUSTER_UPDATE_UNSUPPORTED', 'Its tier cannot be paused.');
  if (facts.replicationLag)
    return refusal(400, 'OPERATION_INVALID_MEMBER_REPLICATION_LAG', 'A secondary is too far behind.');
  const refusedMs = (facts.justStartedMinutes ?? 0) * 60_000;
  if (startedAtMs !== undefined && nowMs < startedAtMs + refusedMs)
    return refusal(409, 'CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER', 'It was resumed recently.');
  return undefined;
};

const side: VendorSide = {
  kind: 'mongodb-atlas-cluster',
  reads: 'GetCluster',
  changes: { ResumeCluster: 'start', PauseCluster: 'stop' },
  via: { start: 'UPDATING', stop: 'UPDATING', awake: 'UPDATING' },
  show: ({ facts: { tier = 'M10' } }, status) => ({
    stateName: status === 'PAUSED' ? 'IDLE' : status,
    paused: status === 'PAUSED',
    replicationSpecs: [{ regionConfigs: [{ electableSpecs: { instanceSize: tier, nodeCount: 3 } }] }],
  }),
  commandOf: ({ body = '{}' }) => ((JSON.parse(body) as { readonly paused?: boolean }).paused ? 'stop' : 'start'),
  refuses,
  notFound: refusal(404, 'CLUSTER_NOT_FOUND', 'No cluster by that name exists.'),
  token: { access_token: 'simulated', token_type: 'Bearer', expires_in: 3_600 },
  lists: {
    ListProjects: (all) => ({ results: [...new Set(all.map(({ path }) => partOf(path, 5)))].map((id) => ({ id })) }),
    ListClusters: (all, path) => ({
      results: all
        .filter((one) => one.path.startsWith(`${path}/`))
        .map((one) => ({ ...one.shown, name: partOf(one.path, 7), tags: one.tags, ...reachedAt(partOf(one.path, 7)) })),
    }),
  },
  startedByItselfAfterDays: 30,
};

const common = vendorRehearsal(side, 'mongodbatlas');

export const mongodbAtlasClusterRehearsal: KindRehearsal<'mongodb-atlas-cluster'> & Simulates<'mongodb-atlas-cluster'> =
  {
    ...common,
    simulate: (clusters: readonly Cluster[], wiring: Wiring, world: World) =>
      vendorMachines(
        side,
        clusters.map((one) => ({ name: one.name, path: pathOf(one) })),
        wiring,
        world,
      ),
    host: ({ cluster }) => hostOf(cluster),
    random: {
      ...common.random,
      prefix: 'atlas',
      fields: (id) => ({ project: hexOf(id, 24), cluster: id, credentialsSecret: 'random/mongodb-atlas' }),
      world: (chance) => ({
        ...common.random.world(chance),
        justStartedMinutes: chance.between('not paused again for', 0, 5),
        ...(chance.happens('too small', 0.05) ? { tier: 'M0' } : {}),
      }),
      disturbances: [
        ...common.random.disturbances,
        { wrong: [{ replicationLag: true }], right: { replicationLag: false } },
      ],
    },
  };
