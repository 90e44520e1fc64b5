// The decision about one resource: a pure function of what is wanted, what was seen and what is remembered.

import type { Action } from '#core/action.ts';
import { assertNever } from '#core/errors.ts';
import { towardsAuroraCluster } from '#kinds/aurora-cluster/decide.ts';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import { towardsCache } from '#kinds/elasticache-replication-group/decide.ts';
import { towardsGate } from '#kinds/gate.ts';
import type { Memory } from '#kinds/memory.ts';
import { towardsMskConnector } from '#kinds/msk-connector/decide.ts';
import type { Next } from '#kinds/next.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import { towardsRdsInstance } from '#kinds/rds-instance/decide.ts';
import type { Resource } from '#kinds/resource.ts';
import { leftAlone } from './leave-alone.ts';

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
