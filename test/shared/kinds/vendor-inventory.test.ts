// What `curfew init` finds of vendors: by answers in the form that their references have.
import { expect, it } from 'vitest';
import { clickhouseServices } from '#kinds/clickhouse-cloud-service/inventory.ts';
import { newReader } from '#kinds/inventory/reader.ts';
import { atlasApi } from '#kinds/mongodb-atlas-cluster/api.ts';
import { atlasClusters } from '#kinds/mongodb-atlas-cluster/inventory.ts';
import { clickhouseCloud } from '#kinds/vendor/clickhouse-cloud.ts';
import type { WebCommand } from '#kinds/web/web-client.ts';

const credentials = { clientId: 'mdb_sa_id', clientSecret: 'mdb_sa_secret', keyId: 'key-id', keySecret: 'key-secret' };
const secrets = { send: async () => ({ SecretString: JSON.stringify(credentials) }) } as never;
const runtime = { now: () => new Date('2026-03-02T05:00:00Z') };

/** By address, without its host. */
const vendor = (answers: Readonly<Record<string, object>>) => {
  const asked: string[] = [];
  const send = async ({ input }: WebCommand) => {
    const { pathname, search } = new URL(input.url);
    asked.push(`${pathname}${search}`);
    const body = answers[`${pathname}${search}`];
    return { status: body ? 200 : 404, headers: {}, body: JSON.stringify(body ?? {}) };
  };
  return { web: { send }, asked };
};

const token = { '/api/oauth/token': { access_token: 'token', expires_in: 3600 } };
const groups = '/api/atlas/v2/groups';

const cluster = {
  name: 'orders',
  stateName: 'IDLE',
  paused: false,
  tags: [{ key: 'environment', value: 'dev' }],
  connectionStrings: {
    standard: 'mongodb://orders-00.abc12.mongodb.net:27017,orders-01.abc12.mongodb.net:27017/?ssl=true',
    standardSrv: 'mongodb+srv://Orders.abc12.mongodb.net',
  },
  replicationSpecs: [{ regionConfigs: [{ electableSpecs: { instanceSize: 'M10' } }] }],
};

it('clusters of Atlas are found in every project, on every page, with their addresses, tags and tier', async () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ ...cluster, name: `c-${index}` }));
  const { web } = vendor({
    ...token,
    [`${groups}?itemsPerPage=500&pageNum=1`]: { results: [{ id: 'one', name: 'first' }, { id: 'two' }] },
    [`${groups}/one/clusters?itemsPerPage=500&pageNum=1`]: { results: many },
    [`${groups}/one/clusters?itemsPerPage=500&pageNum=2`]: { results: [cluster] },
    [`${groups}/two/clusters?itemsPerPage=500&pageNum=1`]: { results: [] },
  });
  const reader = newReader();
  const found = await atlasClusters(atlasApi(web, secrets, runtime), 'dev/atlas', reader);

  expect(reader.unread()).toEqual([]);
  expect(found).toHaveLength(501);
  expect(found.at(-1)).toMatchObject({
    identity: { kind: 'mongodb-atlas-cluster', project: 'one', cluster: 'orders' },
    settings: { credentialsSecret: 'dev/atlas' },
    hosts: ['orders.abc12.mongodb.net', 'orders-00.abc12.mongodb.net', 'orders-01.abc12.mongodb.net'].map((name) => ({
      name,
    })),
    tags: new Map([['environment', 'dev']]),
    observation: { status: 'IDLE', facts: { tier: 'M10' } },
  });
  expect(JSON.stringify(found)).not.toMatch(/mdb_sa|token/);
});

it('services of ClickHouse Cloud are found on every page, and their pipes name them', async () => {
  const services = '/v1/organizations/acme/services';
  const { web, asked } = vendor({
    '/v1/organizations': { result: [{ id: 'acme', name: 'Acme' }], limit: 250, nextCursor: null },
    [services]: { result: [], nextCursor: 'a/b' },
    [`${services}?cursor=a%2Fb`]: {
      result: [
        { id: 's-1', name: 'Warehouse', state: 'idle', endpoints: [{ host: 'x.clickhouse.cloud', port: 8443 }] },
      ],
    },
    [`${services}/s-1/clickpipes`]: { result: [{ id: 'p-1', name: 'Orders', state: 'Running' }] },
  });
  const reader = newReader();
  const found = await clickhouseServices(clickhouseCloud(web, secrets, runtime), 'dev/cloud', reader);

  expect(reader.unread()).toEqual([]);
  expect(asked).toHaveLength(4);
  expect(found.map(({ id, identity }) => [id, identity.kind])).toEqual([
    ['Warehouse', 'clickhouse-cloud-service'],
    ['Orders', 'clickpipe'],
  ]);
  expect(found[0]?.hosts).toContainEqual({ name: 'x.clickhouse.cloud' });
  expect(found[0]?.observation).toMatchObject({ status: 'idle' });
  expect(found[1]?.mentions[0]?.candidates).toEqual(['s-1.service']);
});

it('a vendor that refuses is said with its own words, not with a permission of AWS', async () => {
  const reader = newReader();
  const web = { send: async () => ({ status: 403, headers: {}, body: '{"error":"no access for key-secret"}' }) };

  expect(await clickhouseServices(clickhouseCloud(web, secrets, runtime), 'dev/cloud', reader)).toEqual([]);
  expect(reader.unread()).toEqual([
    {
      action: 'ClickHouse Cloud ListOrganizations',
      why: 'ClickHouse Cloud ListOrganizations: HTTP_403: no access for …',
    },
  ]);
});
