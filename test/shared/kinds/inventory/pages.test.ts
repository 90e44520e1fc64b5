// An account with more than one page: every list is read to its end, each page once, with the token of the page before.
import { describe, expect, it } from 'vitest';
import { caches } from '#kinds/elasticache-replication-group/inventory.ts';
import { cacheSizes } from '#kinds/elasticache-replication-group/size.ts';
import { newReader } from '#kinds/inventory/reader.ts';
import { kafkaClusters, kafkaConnectors } from '#kinds/msk-connector/inventory.ts';
import { databases } from '#kinds/rds-instance/inventory.ts';

type Asked = { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> };

/** Three pages of every list, the second with a token of its own; asked for twice, a page is an error. */
const threePages = (token: string, pages: (operation: string, page: number) => object) => {
  const asked: (readonly [operation: string, token: unknown])[] = [];
  const send = async ({ constructor: { name }, input }: Asked) => {
    const page = asked.filter(([operation]) => operation === name).length;
    asked.push([name, input[token]]);
    if (page > 2) throw new Error(`${name}: there is no page ${page}`);
    return { ...pages(name, page), ...(page < 2 ? { [token]: `page ${page + 1}` } : {}) };
  };
  const tokensOf = (operation: string) => asked.filter(([name]) => name === operation).map(([, of]) => of);
  return { client: { send } as never, tokensOf };
};
const inOrder = [undefined, 'page 1', 'page 2'];

describe('the second page', () => {
  it('the second page of caches and of their nodes is read', async () => {
    const { client, tokensOf } = threePages('Marker', (operation, page) =>
      operation === 'DescribeReplicationGroupsCommand'
        ? { ReplicationGroups: [{ ReplicationGroupId: `group-${page}` }] }
        : { CacheClusters: [{ CacheClusterId: `node-${page}`, Engine: 'memcached' }] },
    );
    const { found, others } = await caches(client, newReader(), false);

    expect(found.map(({ id }) => id)).toEqual(['group-0', 'group-1', 'group-2']);
    expect(others.map(({ id }) => id)).toEqual(['node-0', 'node-1', 'node-2']);
    expect(tokensOf('DescribeReplicationGroupsCommand')).toEqual(inOrder);
    expect(tokensOf('DescribeCacheClustersCommand')).toEqual(inOrder);
  });

  it('the second page of databases and of clusters is read', async () => {
    const { client, tokensOf } = threePages('Marker', (operation, page) =>
      operation === 'DescribeDBInstancesCommand'
        ? { DBInstances: [{ DBInstanceIdentifier: `db-${page}`, Engine: 'postgres' }] }
        : { DBClusters: [{ DBClusterIdentifier: `aurora-${page}`, Engine: 'aurora-postgresql' }] },
    );
    const found = await databases(client, newReader());

    expect(found.map(({ id }) => id).toSorted()).toEqual([
      ...['aurora-0', 'aurora-1', 'aurora-2'],
      ...['db-0', 'db-1', 'db-2'],
    ]);
    expect(tokensOf('DescribeDBInstancesCommand')).toEqual(inOrder);
    expect(tokensOf('DescribeDBClustersCommand')).toEqual(inOrder);
  });

  it('the second page of clusters of MSK is read', async () => {
    const { client, tokensOf } = threePages('NextToken', (_, page) => ({
      ClusterInfoList: [{ ClusterName: `kafka-${page}` }],
    }));
    const found = await kafkaClusters(client, newReader());

    expect(found.map(({ id }) => id)).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
    expect(tokensOf('ListClustersV2Command')).toEqual(inOrder);
  });

  it('the second page of connectors is read', async () => {
    const { client, tokensOf } = threePages('nextToken', (_, page) => ({
      connectors: [{ connectorName: `sink-${page}` }],
    }));
    const found = await kafkaConnectors(client, newReader(), false);

    expect(found.map(({ id }) => id)).toEqual(['sink-0', 'sink-1', 'sink-2']);
    expect(tokensOf('ListConnectorsCommand')).toEqual(inOrder);
  });

  it('the second page of the sizes of caches is read', async () => {
    const { client, tokensOf } = threePages('Marker', (_, page) => ({
      ReplicationGroups: [{ ReplicationGroupId: `group-${page}`, MemberClusters: ['a', 'b'], CacheNodeType: 'c' }],
    }));
    const sizes = await cacheSizes(client, [{ id: 'group-2', shrinks: false }]);

    expect([...sizes]).toEqual([['group-2', { whileUp: [{ price: 'elasticache/redis/c', quantity: 2 }], always: [] }]]);
    expect(tokensOf('DescribeReplicationGroupsCommand')).toEqual(inOrder);
  });
});

describe('the sizes of caches', () => {
  it('the sizes of caches are not asked for where there is none', async () => {
    const client = {
      send: () => {
        throw new Error('nothing to ask');
      },
    } as never;

    expect((await cacheSizes(client, [])).size).toBe(0);
  });
});
