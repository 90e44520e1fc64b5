// How ClickPipes are rehearsed.
import type { World } from '#sim/aws/simulated-service.ts';
import { uuidOf, type VendorSide, vendorMachines, vendorRehearsal } from '#sim/aws/vendor-machine.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import type { KindRehearsal, Simulates } from '#sim/kind-rehearsal.ts';
import { cloudPart, cloudRefusal, commandIn, resultOf } from '../clickhouse-cloud-service/simulated.ts';
import type { ResourceOf } from '../resource.ts';

type Pipe = ResourceOf<'clickpipe'>;

const side: VendorSide = {
  kind: 'clickpipe',
  reads: 'GetClickPipe',
  changes: { StartClickPipe: 'start', StopClickPipe: 'stop' },
  via: { start: 'Provisioning', stop: 'Stopping', awake: 'Provisioning' },
  show: (_machine, state) => ({ status: 200, result: { state } }),
  commandOf: commandIn,
  // It is stopped in any state, and started when it is stopped or has failed.
  refuses: ({ status }, to) =>
    to === 'stop' || ['Stopped', 'Paused', 'Failed', 'Running'].includes(status)
      ? undefined
      : cloudRefusal(409, `The ClickPipe is ${status}.`),
  notFound: cloudRefusal(404, 'NOT_FOUND'),
  lists: {
    ListClickPipes: (all, path) => ({
      result: all
        .filter((one) => one.path.startsWith(`${path}/`))
        .map((one) => ({ ...resultOf(one), id: cloudPart(one.path, 7) })),
    }),
  },
};

const common = vendorRehearsal(side, 'clickhousecloud');

export const clickpipeRehearsal: KindRehearsal<'clickpipe'> & Simulates<'clickpipe'> = {
  ...common,
  simulate: (pipes: readonly Pipe[], wiring: Wiring, world: World) =>
    vendorMachines(
      side,
      pipes.map(({ name, organization, service, pipe }) => ({
        ...{ name, path: `/v1/organizations/${organization}/services/${service}/clickpipes/${pipe}` },
      })),
      wiring,
      world,
    ),
  host: ({ pipe }) => `${pipe}.simulated.clickpipe`,
  random: {
    ...common.random,
    prefix: 'pipe',
    fields: (id) => ({
      organization: uuidOf('random'),
      service: uuidOf('random service'),
      pipe: uuidOf(id),
      credentialsSecret: 'random/clickhouse-cloud',
    }),
  },
};
