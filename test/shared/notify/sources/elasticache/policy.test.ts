// How severe what ElastiCache says is, and what of it a cache that shrinks overnight makes it say.
import { expect, test } from 'vitest';
import { policy, severityOf } from '#notify/sources/elasticache/policy.ts';
import { recognised } from '../recognised.ts';

test.each([
  ['CreateReplicationGroupFailed', '', 'error'],
  ['SnapshotFailure', '', 'error'],
  ['FailedTestOfSomething', '', 'info'],
  ['CacheNodesRebooted', 'Reboot could not be finished', 'error'],
  ['CacheNodeReplaceComplete', 'unable to copy', 'error'],
  ['CacheNodeReplaceComplete', 'unfailed', 'warning'],
  ['ReplaceCanceled', '', 'info'],
  ['CacheNodeReplaceCancelled', '', 'info'],
  ['CanceledReplaceComplete', '', 'warning'],
  ['FailoverComplete', '', 'warning'],
  ['CacheNodesRebooted', '', 'warning'],
  ['CacheNodesRecovered', '', 'warning'],
  ['DeleteCacheClusterComplete', '', 'warning'],
  ['AddCacheNodeComplete', '', 'info'],
])('an event %s with the text %j is of the severity %s', (event, text, severity) => {
  expect(severityOf(event, text)).toBe(severity);
});

test.each<[event: string, name: string, severity: 'info' | 'warning', expected: boolean]>([
  ['AddCacheNodeComplete', 'shop', 'info', true],
  ['REMOVECACHENODECOMPLETE', 'shop', 'info', true],
  ['CacheClusterProvisioningComplete', 'shop', 'info', true],
  ['CacheClusterScalingComplete', 'shop', 'info', true],
  ['CacheClusterParametersChanged', 'shop', 'info', true],
  ['ReplicationGroupScalingComplete', 'shop', 'info', true],
  ['AddCacheNodeComplete', 'shop', 'warning', false],
  ['FailoverComplete', 'shop-002', 'info', false],
  ['DeleteCacheClusterComplete', 'shop-002', 'warning', true],
  ['deletecacheclustercomplete', 'shop-010', 'warning', true],
  ['DeleteCacheClusterComplete', 'shop-001', 'warning', false],
  ['DeleteCacheClusterComplete', 'shop-0020', 'warning', false],
  ['DeleteCacheClusterComplete', 'shop-02x', 'warning', false],
  ['DeleteCacheClusterComplete', 'shop', 'warning', false],
  ['DeleteCacheClusterCompleted', 'shop-002', 'warning', false],
  ['NoDeleteCacheClusterComplete', 'shop-002', 'warning', false],
])('a planned downtime expects %s of %s with the severity %s: %s', (event, name, severity, expected) => {
  const of = recognised({ kind: 'elasticache-event', event, text: '' } as const, { name, severity });

  expect(policy.mayBeExpected(of)).toBe(expected);
  expect([policy.mayBeFolded(of), policy.isAccountWide(of)]).toEqual([true, false]);
});
