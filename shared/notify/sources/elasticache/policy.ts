// Caches: that replicas and failover go and come is expected of one that shrinks overnight. A failover is none of ours.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import type { ElastiCacheEvent } from './detail.ts';

export const severityOf = (event: string, text: string): Severity => {
  if (/fail(?:ed|ure)$/i.test(event) || /\b(?:failed|unable|could not)\b/i.test(text)) return 'error';
  // What was planned and is not to be is good news.
  if (/cancell?ed$/i.test(event)) return 'info';
  return /failover|replace|reboot|recover|delet/i.test(event) ? 'warning' : 'info';
};

const ofScaling: ReadonlySet<string> = new Set(
  [
    'AddCacheNodeComplete',
    'RemoveCacheNodeComplete',
    'CacheClusterProvisioningComplete',
    'CacheClusterScalingComplete',
    'CacheClusterParametersChanged',
    'ReplicationGroupScalingComplete',
  ].map((event) => event.toLowerCase()),
);

/** Nodes are numbered, and a group that keeps its first one is only smaller. */
const isReplica = (node: string): boolean => /-\d{3}$/.test(node) && !node.endsWith('-001');

export const policy: Policy<ElastiCacheEvent> = {
  mayBeExpected: ({ name, severity, detail: { event } }) =>
    (severity === 'info' && ofScaling.has(event.toLowerCase())) ||
    (/^DeleteCacheClusterComplete$/i.test(event) && isReplica(name)),
  mayBeFolded: always,
  isAccountWide: never,
};
