import { expect, it, test } from 'vitest';
import type { GroupKey } from '#definition/definition.ts';
import { type BurstWindow, decideBurst } from '#notify/storms/burst.ts';
import { groupOf } from '#notify/storms/group.ts';

const about = (dimensions: Readonly<Record<string, string>>, resources: readonly string[] = []) => ({
  ...{ source: 'alarm' as const, name: 'shop-cpu', account: '111111111111', region: 'us-east-1', resources },
  facets: {
    tags: [{ name: 'team', value: 'payments' }],
    dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
    ...{ namespaces: ['AWS/ECS'], attributes: [], topic: undefined },
  },
});

type Row = [GroupKey[], Parameters<typeof about>, string | undefined];

test.each<Row>([
  [['service'], [{ ServiceName: 'shop', ClusterName: 'atlas' }], 'service shop'],
  [['service', 'cluster'], [{ ServiceName: 'shop', ClusterName: 'atlas' }], 'service shop, cluster atlas'],
  [['service', 'cluster'], [{}, ['atlas/shop']], 'service shop, cluster atlas'],
  [['service'], [{ DBInstanceIdentifier: 'db' }], 'service db'],
  [['service'], [{}, ['db']], 'service db'],
  [['service'], [{ FunctionName: 'pay' }], 'service pay'],
  [['tag:team'], [{}], 'team payments'],
  [['dimension:QueueName'], [{ QueueName: 'orders' }], 'QueueName orders'],
  [['tag:owner'], [{}], undefined],
  [['service'], [{}], undefined],
  [['source', 'region'], [{}], 'source alarm, region us-east-1'],
  [['name', 'account', 'namespace'], [{}], 'name shop-cpu, account 111111111111, namespace AWS/ECS'],
  [['service'], [{ ServiceName: '', FunctionName: 'pay' }], 'service pay'],
  [['service', 'cluster'], [{}, ['db', 'atlas/shop']], 'service shop, cluster atlas'],
  [['cluster'], [{}, ['db']], undefined],
  [['cluster'], [{}, []], undefined],
  [['cluster', 'service'], [{}, ['atlas/shop/x']], 'cluster atlas, service shop'],
  [['dimension:my tag:x' as GroupKey], [{ 'my tag:x': 'y' }], 'my tag:x y'],
  ...['DBClusterIdentifier', 'ReplicationGroupId', 'CacheClusterId', 'ConnectorName', 'QueueName', 'TableName'].map(
    (name): Row => [['service'], [{ [name]: 'x' }], 'service x'],
  ),
  ...['LoadBalancer', 'ApiName', 'InstanceId', 'Service'].map(
    (name): Row => [['service'], [{ [name]: 'x' }], 'service x'],
  ),
  ...['ClusterName', 'Cluster Name', 'DBClusterIdentifier', 'ClusterIdentifier'].map(
    (name): Row => [['cluster'], [{ [name]: 'x' }], 'cluster x'],
  ),
  [['cluster', 'service'], [{}, ['db']], 'service db'],
  [['dimension:tag:x'], [{ 'tag:x': 'y' }], 'tag:x y'],
  [['other' as GroupKey], [{}], undefined],
])('a storm grouped by %j puts %j into the group %s', (keys, of, group) => {
  expect(groupOf(about(...of), keys)).toBe(group);
});

it('a storm is of no group where nothing is grouped, and of one with a name that is not too long', () => {
  expect(groupOf(about({}), undefined)).toBeUndefined();
  expect(groupOf(about({}), [])).toBeUndefined();
  expect(groupOf(about({ QueueName: 'x'.repeat(300) }), ['dimension:QueueName'])).toHaveLength(200);
});

it('a storm posts one of each group, the rest of it in a digest of its own, and shares one when there are many groups', () => {
  let window: BurstWindow | undefined;
  const decide = (id: string, group: string) => {
    const { state, decision } = decideBurst(window, id, 1_000, group);
    window = state;
    return decision.kind === 'post' ? 'post' : (decision.group ?? 'the rest');
  };

  expect(['a1', 'a2', 'b1', 'a3', 'c1', 'd1', 'd2', 'b2'].map((id) => decide(id, id.charAt(0)))).toEqual([
    ...['post', 'a', 'post', 'a', 'post', 'the rest', 'the rest', 'b'],
  ]);
  expect(['a1', 'a2', 'd1'].map((id) => decide(id, id.charAt(0)))).toEqual(['post', 'a', 'the rest']);
});
