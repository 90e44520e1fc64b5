// What `curfew init` finds of ClickHouse Cloud: the services of every organization that the key sees, and their ClickPipes.
import { allPages } from '#core/aws/paging.ts';
import type { Reader } from '../inventory/reader.ts';
import type { Found } from '../inventory.ts';
import type { Observation } from '../observation.ts';
import type { Identity } from '../resource.ts';
import { valuesAt } from '../row-shape.ts';
import type { ClickhouseCloud } from '../vendor/clickhouse-cloud.ts';
import { stringAt, vendorTags } from '../vendor/vendor-rows.ts';

type Row = Readonly<Record<string, unknown>>;
type List = (name: string, path: string) => Promise<Row[]>;

const idOf = (row: Row): string => stringAt(row, 'id') ?? '';
const nameOf = (row: Row): string => stringAt(row, 'name') || idOf(row);

const listed = (cloud: ClickhouseCloud, secret: string, name: string, path: string): Promise<Row[]> =>
  allPages(
    (cursor) => cloud.list(secret, name, `${path}${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`),
    (page) => valuesAt(page, 'result[]') as Row[],
    (page) => stringAt(page, 'nextCursor'),
  );

const foundAs = (
  identity: Identity,
  row: Row,
  credentialsSecret: string,
  more: Pick<Found, 'hosts' | 'mentions'> & { readonly facts?: object },
): Found => {
  const { facts = {}, ...reached } = more;
  const status = stringAt(row, 'state') ?? 'unknown';
  return {
    ...{ identity, id: nameOf(row), settings: { credentialsSecret }, tags: vendorTags(row), groups: [], ...reached },
    observation: { kind: identity.kind, status, facts } as unknown as Observation,
  };
};

/** What a pipe writes into is known: its service is what it names. */
const serviceHost = (service: string): string => `${service}.service`;

const ofService = async (organization: string, row: Row, secret: string, list: List): Promise<Found[]> => {
  const service = idOf(row);
  const hosts = [...valuesAt(row, 'endpoints[].host').filter((host) => typeof host === 'string'), serviceHost(service)];
  const pipes = await list('ListClickPipes', `/${organization}/services/${service}/clickpipes`);
  return [
    foundAs({ kind: 'clickhouse-cloud-service', organization, service }, row, secret, {
      hosts: hosts.filter((host) => host !== '').map((host) => ({ name: host.toLowerCase() })),
      mentions: [],
    }),
    ...pipes.map((pipe) =>
      foundAs({ kind: 'clickpipe', organization, service, pipe: idOf(pipe) }, pipe, secret, {
        hosts: [],
        mentions: [{ where: 'its ClickPipe', candidates: [serviceHost(service)] }],
        facts: { completed: stringAt(pipe, 'state') === 'Completed' },
      }),
    ),
  ];
};

export const clickhouseServices = async (
  cloud: ClickhouseCloud,
  secret: string,
  { read }: Reader,
): Promise<Found[]> => {
  const list: List = (name, path) => read(`ClickHouse Cloud ${name}`, () => listed(cloud, secret, name, path), []);
  const organizations = (await list('ListOrganizations', '')).map(idOf);
  const all = organizations.map(async (organization) => {
    const services = await list('ListServices', `/${organization}/services`);
    return Promise.all(services.map((one) => ofService(organization, one, secret, list)));
  });
  return (await Promise.all(all)).flat(2);
};
