// Kind -> its decision facet.
import type { Action } from '#core/action.ts';
import { alwaysOnDecision } from './always-on/decide.ts';
import { auroraClusterDecision } from './aurora-cluster/decide.ts';
import { autoScalingGroupDecision } from './auto-scaling-group/decide.ts';
import { afterSnapshot, stoppingOf } from './databases/snapshots.ts';
import { decideByStatus, standingOfStatus } from './decide-status.ts';
import type { KindDecision, Remembering, Standing } from './decision.ts';
import { ecsServiceDecision } from './ecs-service/decide.ts';
import { eksNodeGroupDecision } from './eks-node-group/decide.ts';
import { elastiCacheReplicationGroupDecision } from './elasticache-replication-group/decide.ts';
import { httpDecision } from './http/decide.ts';
import type { Memory } from './memory.ts';
import { metricDecision } from './metric/decide.ts';
import { mskClusterDecision } from './msk-cluster/decide.ts';
import { mskConnectorDecision } from './msk-connector/decide.ts';
import type { Next } from './next.ts';
import type { Observation } from './observation.ts';
import { mindingOwners } from './ownership.ts';
import { rdsInstanceDecision } from './rds-instance/decide.ts';
import type { Kind, Resource } from './resource.ts';
import { sqsQueueDecision } from './sqs-queue/decide.ts';
import type { Facts, StatusKind, StatusObservation } from './status-kind.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from './status-kinds.ts';
import { vendorDecisions } from './vendor/decide.ts';

export type Decisions = { readonly [K in Kind]: KindDecision<K> };

const decisionOfStatusKind = (kind: StatusKind): KindDecision<StatusKindName> => ({
  towards: (action, { seen, resource, memory }) => {
    const next = decideByStatus(kind, action, seen, resource as unknown as Facts);
    if (action === 'start' || !('snapshotBeforeStop' in resource)) return next;
    const stopping = stoppingOf(resource, memory);
    return afterSnapshot(next, { do: 'stop' }, { ...stopping, snapshots: (seen as StatusObservation).snapshots });
  },
  standing: (seen) => standingOfStatus(kind, seen),
});

/** Of the kinds that are described as a value. */
const described = Object.fromEntries(
  statusKindNames.map((name) => [name, decisionOfStatusKind(statusKindOf(name))]),
) as unknown as Pick<Decisions, StatusKindName>;

const decisions: Decisions = {
  'rds-instance': rdsInstanceDecision,
  'aurora-cluster': auroraClusterDecision,
  'ecs-service': ecsServiceDecision,
  'elasticache-replication-group': elastiCacheReplicationGroupDecision,
  'msk-cluster': mskClusterDecision,
  'msk-connector': mskConnectorDecision,
  'auto-scaling-group': autoScalingGroupDecision,
  'eks-node-group': eksNodeGroupDecision,
  http: httpDecision,
  'sqs-queue': sqsQueueDecision,
  metric: metricDecision,
  'always-on': alwaysOnDecision,
  ...described,
  ...vendorDecisions,
};

type AnyDecision = {
  readonly towards: (
    action: Action,
    known: { readonly resource: Resource; readonly seen: Observation; readonly memory: Memory | undefined },
  ) => Next;
  readonly standing: (seen: Observation) => Standing;
} & Partial<Remembering<Memory>>;

/** Typed so that callers need not know which kind it is. */
const decisionOf = (kind: Kind): AnyDecision => decisions[kind] as unknown as AnyDecision;

/** Whether a look found something up or down, for every kind. */
export const standingOf = (seen: Observation): Standing => decisionOf(seen.kind).standing(seen);

/** What there is to restore: `3 tasks`, `2 replicas`, `stopped by Curfew`. */
export const whatIsRemembered = (memory: Memory): string => {
  if ('downBy' in memory)
    return memory.downBy === 'curfew' ? 'stopped by Curfew' : 'stopped by somebody else before the stop';
  const what = decisionOf(memory.kind).remembered?.(memory) ?? memory.kind;
  return memory.givenBack ? `${what}, restored` : what;
};

/** A change of Curfew is still to be undone; what others stopped stays as it is. */
export const isOwed = (memory: Memory): boolean =>
  'downBy' in memory ? memory.downBy === 'curfew' : (decisionOf(memory.kind).isOwed?.(memory) ?? true);

/** What to do about a resource as it was seen. Throws when another kind was read, which is a bug. */
export const decideSeen = (
  action: Action,
  resource: Resource,
  seen: Observation,
  memory: Memory | undefined,
  wasUp = false,
): Next => {
  if (resource.kind !== seen.kind)
    throw new Error(`${resource.name} is a ${resource.kind}, but a ${seen.kind} was read`);
  const { towards, standing } = decisionOf(resource.kind);
  const own = memory?.kind === resource.kind ? memory : undefined;
  return mindingOwners(action, towards(action, { resource, seen, memory: own }), {
    resource,
    status: seen.status,
    isDown: standing(seen) === 'down',
    memory: own,
    wasUp,
  });
};
