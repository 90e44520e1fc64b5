// What to do about a cache. Without a stop in ElastiCache it is either left alone, or shrunk to its primary overnight and
// restored in the morning. Order of the changes: facts/aws-semantics.md 3.1.
import type { Action } from '#core/action.ts';
import { pluralise } from '#core/pluralise.ts';
import { type KindDecision, standingOfCount } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { towardsGate } from '../gate.ts';
import type { CacheMemory } from '../memory.ts';
import type { Next } from '../next.ts';
import type { ResourceOf } from '../resource.ts';
import type { CacheObservation } from './definition.ts';

type ElastiCacheReplicationGroup = ResourceOf<'elasticache-replication-group'>;

const replicas = (count: number): string => pluralise(count, 'replica');

/** ElastiCache takes one change at a time and none during a backup; everything else is refused meanwhile. */
const takesChanges = ({ status, automaticFailover }: CacheObservation): boolean =>
  status === 'available' && (automaticFailover === 'enabled' || automaticFailover === 'disabled');

const standing = ({ status, automaticFailover }: CacheObservation): string =>
  status === 'available' ? `failover ${automaticFailover}` : status;

/**
 * Remembered before the first change, never over an existing memory: that of an interrupted shrink has the true facts. What was
 * restored is its owner's: how many replicas there are now is remembered instead. But a start that did not get to the failover
 * has not brought it back either, so that being without it does not become the owner's wish.
 */
const toRemember = (seen: CacheObservation, memory: CacheMemory | undefined): Effect[] =>
  memory && !memory.givenBack
    ? []
    : [
        {
          do: 'remember',
          kind: 'elasticache-replication-group',
          replicas: seen.replicas,
          multiAz: seen.multiAz || memory?.multiAz === true,
          automaticFailover: seen.automaticFailover === 'enabled' || memory?.automaticFailover === true,
        },
      ];

/** With Multi-AZ on, the last replica cannot go: failover first, then replicas. */
const shrink = (seen: CacheObservation, memory: CacheMemory | undefined): Next => {
  const { status } = seen;
  if (status === 'create-failed' || status === 'deleting')
    return {
      kind: 'fail',
      reason: `status ${status} needs manual action; nothing was changed`,
      code: status,
      isGone: true,
    };
  if (seen.clusterMode)
    return {
      kind: 'refuse',
      reason: 'Curfew does not shrink caches in cluster mode; use `whenStopped: keep`',
      code: 'CLUSTER_MODE',
    };
  if (!takesChanges(seen))
    return { kind: 'wait', reason: `${standing(seen)}; AWS accepts a change only when available` };
  if (seen.replicas === 0)
    return { kind: 'ready', reason: memory ? 'shrunk to its primary' : 'no replicas, nothing to shrink' };
  const remember = toRemember(seen, memory);
  if (seen.multiAz || seen.automaticFailover === 'enabled')
    return {
      kind: 'act',
      effects: [...remember, { do: 'set-failover', multiAz: false, automaticFailover: false }],
      reason: 'has automatic failover, which must be off before replicas are removed',
    };
  return {
    kind: 'act',
    effects: [...remember, { do: 'remove-replicas', replicas: 0 }],
    reason: `${replicas(seen.replicas)}, should be none`,
  };
};

/**
 * The primary serves all the while, so what depends on the cache need not wait for its replicas, and stays up even if they
 * do not come back: that is a failure of the cache and of the run, not of the services.
 */
const restore = (seen: CacheObservation, memory: CacheMemory): Next => {
  const gate = towardsGate('start', seen);
  if (gate.kind !== 'ready') return gate;
  const serves = true;
  if (!takesChanges(seen)) return { kind: 'wait', reason: `${standing(seen)}, still serving`, serves };
  if (seen.replicas < memory.replicas)
    return {
      kind: 'act',
      effects: [{ do: 'add-replicas', replicas: memory.replicas }],
      reason: `${replicas(seen.replicas)}, ${memory.replicas} remembered`,
      serves,
    };
  const lacksFailover = memory.automaticFailover && seen.automaticFailover !== 'enabled';
  if (lacksFailover || (memory.multiAz && !seen.multiAz))
    return {
      kind: 'act',
      effects: [{ do: 'set-failover', multiAz: memory.multiAz, automaticFailover: memory.automaticFailover }],
      reason: 'replicas restored, failover not yet',
      serves,
    };
  return {
    kind: 'act',
    effects: [{ do: 'forget', capturedBy: memory.run }],
    reason: `restored, ${replicas(seen.replicas)}`,
    serves,
    final: true,
  };
};

/** What was shrunk is restored even if the definition says `keep` by now. In cluster mode Curfew has nothing to restore. */
export const towardsCache = (
  action: Action,
  { whenStopped }: ElastiCacheReplicationGroup,
  seen: CacheObservation,
  memory: CacheMemory | undefined,
): Next => {
  if (action === 'stop') return whenStopped === 'shrink' ? shrink(seen, memory) : towardsGate('stop', seen);
  return memory && !seen.clusterMode ? restore(seen, memory) : towardsGate('start', seen);
};

export const elastiCacheReplicationGroupDecision: KindDecision<'elasticache-replication-group'> = {
  towards: (action, { resource, seen, memory }) => towardsCache(action, resource, seen, memory),
  standing: ({ replicas: count }) => standingOfCount(count),
  remembered: ({ replicas: count, multiAz }) => `${replicas(count)}${multiAz ? ' with Multi-AZ' : ''}`,
  isOwed: () => true,
};
