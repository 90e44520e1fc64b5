// How services of ClickHouse Cloud are rehearsed.
import type { World } from '#sim/aws/simulated-service.ts';
import {
  uuidOf,
  type VendorMachine,
  type VendorSide,
  vendorMachines,
  vendorRehearsal,
} from '#sim/aws/vendor-machine.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import type { KindRehearsal, Simulates } from '#sim/kind-rehearsal.ts';
import type { ResourceOf } from '../resource.ts';
import type { Command } from '../vendor/vendor-service.ts';
import type { WebRequest } from '../web/web-client.ts';

type Service = ResourceOf<'clickhouse-cloud-service'>;

export const commandIn = ({ body = '{}' }: WebRequest): Command =>
  (JSON.parse(body) as { readonly command: Command }).command;

export const cloudRefusal = (status: number, error: string) => ({ status, body: { status, error } });

const hostOf = (service: string): string => `${service}.simulated.clickhouse.cloud`;

export const cloudPart = (path: string, index: number): string => path.split('/')[index] ?? '';

/** As lists have it. */
export const resultOf = ({ shown, tags }: { readonly shown: object; readonly tags: unknown }) => ({
  ...(shown as { readonly result?: object }).result,
  tags,
});

const from: Readonly<Record<Command, readonly string[]>> = {
  start: ['stopped', 'running'],
  stop: ['running', 'idle', 'partially_running', 'degraded', 'stopped'],
  // It does not start a stopped service.
  awake: ['idle', 'running'],
};

const side: VendorSide = {
  kind: 'clickhouse-cloud-service',
  reads: 'GetService',
  changes: { StartService: 'start', WakeService: 'start', StopService: 'stop' },
  via: { start: 'starting', stop: 'stopping', awake: 'awaking' },
  show: (_machine, state) => ({ status: 200, result: { state } }),
  commandOf: commandIn,
  refuses: ({ status }: VendorMachine, to) =>
    from[to].includes(status) ? undefined : cloudRefusal(409, `The service is ${status}.`),
  notFound: cloudRefusal(404, 'NOT_FOUND'),
  lists: {
    ListOrganizations: (all) => ({
      result: [...new Set(all.map(({ path }) => cloudPart(path, 3)))].map((id) => ({ id })),
    }),
    ListServices: (all, path) => ({
      result: all
        .filter((one) => one.path.startsWith(`${path}/`))
        .map((one) => {
          const id = cloudPart(one.path, 5);
          return { ...resultOf(one), id, endpoints: [{ protocol: 'https', host: hostOf(id), port: 8443 }] };
        }),
    }),
  },
};

const common = vendorRehearsal(side, 'clickhousecloud');

export const clickhouseCloudServiceRehearsal: KindRehearsal<'clickhouse-cloud-service'> &
  Simulates<'clickhouse-cloud-service'> = {
  ...common,
  simulate: (services: readonly Service[], wiring: Wiring, world: World) =>
    vendorMachines(
      side,
      services.map(({ name, organization, service }) => ({
        ...{ name, path: `/v1/organizations/${organization}/services/${service}` },
      })),
      wiring,
      world,
    ),
  host: ({ service }) => hostOf(service),
  random: {
    ...common.random,
    prefix: 'clickhouse',
    fields: (id, chance) => ({
      organization: uuidOf('random'),
      service: uuidOf(id),
      credentialsSecret: 'random/clickhouse-cloud',
      awake: chance.happens('has to be awake', 0.5),
    }),
    disturbances: [...common.random.disturbances, { wrong: [{ status: 'idle' }], right: { status: 'running' } }],
  },
};
