// Kind -> its decision: a pure function of what is asked, what was seen and what is remembered.
import type { Action } from '#core/action.ts';
import { towardsAuroraCluster } from './aurora-cluster/decide.ts';
import { decideByStatus } from './decide-status.ts';
import { towardsEcsService } from './ecs-service/decide.ts';
import { towardsCache } from './elasticache-replication-group/decide.ts';
import { towardsGate } from './gate.ts';
import type { Memory } from './memory.ts';
import { towardsMskConnector } from './msk-connector/decide.ts';
import type { Next } from './next.ts';
import type { Observation, ObservationOf } from './observation.ts';
import { mindingOwners } from './ownership.ts';
import { towardsRdsInstance } from './rds-instance/decide.ts';
import type { Kind, Resource, ResourceOf } from './resource.ts';
import type { StatusObservation } from './status-kind.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from './status-kinds.ts';

type Known<K extends Kind> = {
  readonly resource: ResourceOf<K>;
  readonly seen: ObservationOf<K>;
  readonly memory: Extract<Memory, { kind: K }> | undefined;
};

export type Decisions = { readonly [K in Kind]: (action: Action, known: Known<K>) => Next };

/** Of the kinds that are described as a value. */
const described = Object.fromEntries(
  statusKindNames.map((name) => {
    const kind = statusKindOf(name);
    return [
      name,
      (action: Action, { seen }: { readonly seen: StatusObservation }) => decideByStatus(kind, action, seen),
    ];
  }),
) as unknown as Pick<Decisions, StatusKindName>;

const decisions: Decisions = {
  'rds-instance': (action, { seen }) => towardsRdsInstance(action, seen),
  'aurora-cluster': (action, { seen }) => towardsAuroraCluster(action, seen),
  'ecs-service': (action, { resource, seen, memory }) => towardsEcsService(action, resource, seen, memory),
  'elasticache-replication-group': (action, { resource, seen, memory }) => towardsCache(action, resource, seen, memory),
  'msk-cluster': (action, { seen }) => towardsGate(action, seen),
  'msk-connector': (action, { seen }) => towardsMskConnector(action, seen),
  ...described,
};

type AnyDecision = (
  action: Action,
  known: { readonly resource: Resource; readonly seen: Observation; readonly memory: Memory | undefined },
) => Next;

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
  const decision = decisions[resource.kind] as AnyDecision;
  const own = memory?.kind === resource.kind ? memory : undefined;
  return mindingOwners(action, decision(action, { resource, seen, memory: own }), {
    resource,
    seen,
    memory: own,
    wasUp,
  });
};
