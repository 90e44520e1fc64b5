// The decision about one resource: a pure function of what is wanted, what was seen and what is remembered.
import type { Action } from '#domain/definition.ts';
import { assertNever } from '#domain/errors.ts';
import type { Memory } from '#domain/memory.ts';
import type { Observation, Reading } from '#domain/observation.ts';
import type { Next } from '#domain/plan.ts';
import type { Resource } from '#domain/resource.ts';
import { leftAlone } from './leave-alone.ts';
import { towardsAuroraCluster } from './towards-aurora-cluster.ts';
import { towardsEcsService } from './towards-ecs-service.ts';
import { towardsCache } from './towards-elasticache-replication-group.ts';
import { towardsGate } from './towards-gate.ts';
import { towardsMskConnector } from './towards-msk-connector.ts';
import { towardsRdsInstance } from './towards-rds-instance.ts';

const decideSeen = (action: Action, resource: Resource, seen: Observation, memory: Memory | undefined): Next => {
  switch (seen.kind) {
    case 'rds-instance':
      return towardsRdsInstance(action, seen);
    case 'aurora-cluster':
      return towardsAuroraCluster(action, seen);
    case 'ecs-service':
      if (resource.kind !== 'ecs-service') break;
      return towardsEcsService(action, resource, seen, memory?.kind === resource.kind ? memory : undefined);
    case 'elasticache-replication-group':
      if (resource.kind !== 'elasticache-replication-group') break;
      return towardsCache(action, resource, seen, memory?.kind === resource.kind ? memory : undefined);
    case 'msk-cluster':
      return towardsGate(action, seen);
    case 'msk-connector':
      return towardsMskConnector(action, seen);
    default:
      return assertNever(seen);
  }
  throw new Error(`${resource.name} is a ${resource.kind}, but a ${seen.kind} was read`);
};

/** What could not be read is never stopped: it waits until it can be read, or fails when it never will be. */
const decideRead = (action: Action, resource: Resource, reading: Reading, memory: Memory | undefined): Next => {
  switch (reading.state) {
    case 'seen':
      return decideSeen(action, resource, reading.observation, memory);
    case 'absent':
      return resource.optional
        ? { kind: 'ready', reason: 'optional and not deployed' }
        : { kind: 'refuse', reason: 'AWS does not know it; check its name in the definition', code: 'NOT_FOUND' };
    case 'unreadable':
      return reading.retryable
        ? { kind: 'wait', reason: `cannot be read now: ${reading.code}` }
        : { kind: 'fail', reason: `cannot be read: ${reading.message}`, code: reading.code };
    default:
      return assertNever(reading);
  }
};

export const decide = (action: Action, resource: Resource, reading: Reading, memory: Memory | undefined): Next =>
  leftAlone(action, resource, decideRead(action, resource, reading, memory));
