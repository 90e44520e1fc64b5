// Where a definition wants a snapshot before a stop, one was tried since the database was last brought up; and only Curfew's own are
// deleted, never one of those that are to be kept.

import type { SnapshotPolicy } from '#kinds/databases/snapshot-fields.ts';
import { isOwnSnapshot } from '#kinds/databases/snapshots.ts';
import type { Resource } from '#kinds/resource.ts';
import { resourceNamed } from './history.ts';
import type { Found, Judged } from './violation.ts';

type Wanting = { readonly policy: SnapshotPolicy; readonly database: string };

const wantingOf = (resource: Resource | undefined): Wanting | undefined => {
  if (resource?.kind === 'rds-instance' && resource.snapshotBeforeStop)
    return { policy: resource.snapshotBeforeStop, database: resource.instance };
  if (resource && 'cluster' in resource && 'snapshotBeforeStop' in resource && resource.snapshotBeforeStop)
    return { policy: resource.snapshotBeforeStop, database: resource.cluster };
  return undefined;
};

const creates = /^rds:CreateDB(?:Cluster)?Snapshot$/;
const stops = /^rds:StopDB(?:Instance|Cluster)$/;
const deletes = /^rds:DeleteDB(?:Cluster)?Snapshot$/;

type Input = { readonly DBSnapshotIdentifier?: string; readonly DBClusterSnapshotIdentifier?: string };

const idIn = ({ DBSnapshotIdentifier, DBClusterSnapshotIdentifier }: Input): string =>
  DBSnapshotIdentifier ?? DBClusterSnapshotIdentifier ?? '';

export const snapshotsComeFirst = ({ lines, scenario: { definition } }: Judged): Found[] => {
  const found: Found[] = [];
  /** By resource: what became of the last try since it was brought up. */
  const tried = new Map<string, 'made' | 'refused'>();
  const own = definition.resources.flatMap((one) => wantingOf(one) ?? []);
  for (const { at, event } of lines) {
    if (event.type === 'state' && event.to === 'starting') tried.delete(event.resource);
    // Of a run that went by another version of the definition only its snapshots are known, and not as changes.
    if (event.type !== 'call' || !(event.mutating || creates.test(event.operation))) continue;
    const { operation, resource = '', error, carriedOut, function: by } = event;
    const isMade = error === undefined || carriedOut === true;
    if (creates.test(operation) && (isMade || tried.get(resource) !== 'made'))
      tried.set(resource, isMade ? 'made' : 'refused');
    const wanting = by === 'stop' && stops.test(operation) ? wantingOf(resourceNamed(definition, resource)) : undefined;
    if (wanting && isMade) {
      const became = tried.get(resource);
      const isEnough = became === 'made' || (became === 'refused' && wanting.policy.ifFailed === 'continue');
      if (!isEnough) found.push({ at, resource, detail: `${resource} was stopped before its snapshot` });
    }
    if (deletes.test(operation) && !own.some(({ database }) => isOwnSnapshot(idIn(event.input as Input), database)))
      found.push({ at, detail: `${idIn(event.input as Input)} was deleted, which is not Curfew's` });
  }
  return found;
};
