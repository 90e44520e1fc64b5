// The statuses a scenario may put a resource into.
import type * as z from 'zod';
import type { Kind } from '#kinds/resource.ts';
import { text } from './fields.ts';

/** What AWS is known to say, so that a slip of the pen is told from a status that Curfew has never heard of. */
const knownStatuses: Readonly<Record<Exclude<Kind, 'ecs-service'>, readonly string[]>> = {
  'rds-instance': [
    'available',
    'stopped',
    'starting',
    'stopping',
    'backing-up',
    'configuring-associated-roles',
    'configuring-enhanced-monitoring',
    'configuring-iam-database-auth',
    'configuring-log-exports',
    'converting-to-vpc',
    'creating',
    'deleting',
    'failed',
    'inaccessible-encryption-credentials',
    'inaccessible-encryption-credentials-recoverable',
    'incompatible-network',
    'incompatible-option-group',
    'incompatible-parameters',
    'incompatible-restore',
    'insufficient-capacity',
    'maintenance',
    'modifying',
    'moving-to-vpc',
    'rebooting',
    'renaming',
    'resetting-master-credentials',
    'restore-error',
    'storage-full',
    'storage-optimization',
    'upgrading',
  ],
  'aurora-cluster': [
    'available',
    'stopped',
    'starting',
    'stopping',
    'backing-up',
    'backtracking',
    'cloning-failed',
    'creating',
    'deleting',
    'failing-over',
    'inaccessible-encryption-credentials',
    'inaccessible-encryption-credentials-recoverable',
    'maintenance',
    'migrating',
    'migration-failed',
    'modifying',
    'promoting',
    'renaming',
    'resetting-master-credentials',
    'update-iam-db-auth',
    'upgrading',
  ],
  'elasticache-replication-group': ['available', 'creating', 'modifying', 'deleting', 'create-failed', 'snapshotting'],
  'msk-cluster': ['ACTIVE', 'CREATING', 'DELETING', 'FAILED', 'HEALING', 'MAINTENANCE', 'REBOOTING_BROKER', 'UPDATING'],
  'msk-connector': ['RUNNING', 'PAUSED', 'PAUSING', 'RESUMING', 'CREATING', 'UPDATING', 'DELETING', 'FAILED'],
};

/** The same but for case, or for one letter that is wrong, missing, too much or in its neighbour's place. */
const isSlipOf = (known: string, word: string): boolean => {
  const [a, b] = [known.toLowerCase(), word.toLowerCase()];
  let from = 0;
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) from++;
  let to = 0;
  while (to < Math.min(a.length, b.length) - from && a.at(-1 - to) === b.at(-1 - to)) to++;
  const [left, right] = [a.slice(from, a.length - to), b.slice(from, b.length - to)];
  return Math.max(left.length, right.length) <= 1 || (left.length === 2 && left === [...right].toReversed().join(''));
};

/** AWS invents new statuses, so any may be rehearsed; one that is nearly a known one is a slip of the pen. */
export const status = (kind: keyof typeof knownStatuses): z.ZodString => {
  const known = knownStatuses[kind];
  return text(known[0] ?? '').check(({ value, issues }) => {
    const meant = known.includes(value) ? undefined : known.find((one) => isSlipOf(one, value));
    if (meant === undefined) return;
    const params = { remedy: `did you mean \`${meant}\`?` };
    issues.push({ code: 'custom', input: value, message: 'is not a status of AWS', params });
  });
};
