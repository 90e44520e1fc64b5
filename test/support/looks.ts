// Looks of a run as its poll loop has them.

import type { Next } from '#kinds/next.ts';
import type { Kind } from '#kinds/resource.ts';
import type { Findings, Snapshot } from '#run/loop/progress.ts';

const kinds: readonly Kind[] = [
  'rds-instance',
  'aurora-cluster',
  'ecs-service',
  'elasticache-replication-group',
  'msk-cluster',
  'msk-connector',
];

const allReadAt = (at: number): Findings['readAt'] => Object.fromEntries(kinds.map((kind) => [kind, at]));

/** A look that has read everything just now. `at` in epoch milliseconds. */
export const lookAt = (at: number, nexts: Readonly<Record<string, Next>>, more: Partial<Snapshot> = {}): Snapshot => ({
  at,
  polls: 1,
  leaseHeld: true,
  nexts,
  readAt: allReadAt(at),
  ...more,
});
