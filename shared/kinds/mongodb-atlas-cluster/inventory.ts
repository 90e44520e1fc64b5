// What `curfew init` finds of MongoDB Atlas: the clusters of every project that the service account sees.
import { allPages } from '#core/aws/paging.ts';
import type { Reader } from '../inventory/reader.ts';
import type { Found } from '../inventory.ts';
import type { ObservationOf } from '../observation.ts';
import { valuesAt } from '../row-shape.ts';
import { stringAt, vendorTags } from '../vendor/vendor-rows.ts';
import { seenInAtlas } from './adapter.ts';
import type { AtlasApi, Json } from './api.ts';

/** The most that Atlas gives. */
const perPage = 500;

const listed = (ask: AtlasApi, secret: string, name: string, path: string): Promise<Json[]> => {
  let asked = 0;
  return allPages(
    (page = '1') => {
      asked = Number(page);
      return ask(secret, { name, path: `${path}?itemsPerPage=${perPage}&pageNum=${page}` });
    },
    (page) => valuesAt(page, 'results[]') as Json[],
    (page) => (valuesAt(page, 'results[]').length < perPage ? undefined : String(asked + 1)),
  );
};

/** `mongodb+srv://atlas.abc12.mongodb.net` is what clients have in their variables; `mongodb://` has each member with its port. */
const hostsOf = (cluster: Json) =>
  ['connectionStrings.standardSrv', 'connectionStrings.standard'].flatMap((path) =>
    (stringAt(cluster, path) ?? '')
      .replace(/^mongodb(\+srv)?:\/\//, '')
      .replace(/\/.*$/, '')
      .split(',')
      .flatMap((member) => (member === '' ? [] : [{ name: member.replace(/:\d+$/, '').toLowerCase() }])),
  );

const foundIn = (project: string, cluster: Json, credentialsSecret: string): Found => {
  const name = stringAt(cluster, 'name') ?? '';
  return {
    identity: { kind: 'mongodb-atlas-cluster', project, cluster: name },
    id: name,
    settings: { credentialsSecret },
    tags: vendorTags(cluster),
    ...{ groups: [], hosts: hostsOf(cluster), mentions: [] },
    observation: {
      kind: 'mongodb-atlas-cluster',
      ...seenInAtlas(cluster),
    } as unknown as ObservationOf<'mongodb-atlas-cluster'>,
  };
};

export const atlasClusters = async (ask: AtlasApi, secret: string, { read }: Reader): Promise<Found[]> => {
  const list = (name: string, path: string) => read(`MongoDB Atlas ${name}`, () => listed(ask, secret, name, path), []);
  const projects = (await list('ListProjects', '')).flatMap((one) => stringAt(one, 'id') ?? []);
  const clusters = projects.map(async (project) => {
    const own = await list('ListClusters', `/${project}/clusters`);
    return own.map((one) => foundIn(project, one, secret));
  });
  return (await Promise.all(clusters)).flat();
};
