// Whether a look found something up or down, whatever its kind: for what is remembered of it. Pure.
import { clusterStanding, type DatabaseStanding, instanceStanding } from './database-status.ts';
import type { Observation, ObservationOf } from './observation.ts';
import type { Kind } from './resource.ts';
import { columnOf, type StatusObservation } from './status-kind.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from './status-kinds.ts';

/** `up`: not where a stop leaves it. `down`: where a stop leaves it, whoever took it there. */
export type Standing = 'up' | 'down' | 'other';

type Standings = { readonly [K in Kind]: (seen: ObservationOf<K>) => Standing };

const ofDatabase = (standing: DatabaseStanding): Standing => {
  if (standing === 'up' || standing === 'up-busy') return 'up';
  return standing === 'down' ? 'down' : 'other';
};

const ofStatus = ({ kind, status }: StatusObservation): Standing => {
  const column = columnOf(statusKindOf(kind as StatusKindName), status);
  if (column === 'up' || column === 'busy') return 'up';
  return column === 'down' ? 'down' : 'other';
};

const counted = (count: number): Standing => (count > 0 ? 'up' : 'down');

const connectorStandings: Readonly<Record<string, Standing>> = { RUNNING: 'up', PAUSED: 'down' };

const standings: Standings = {
  'rds-instance': ({ status }) => ofDatabase(instanceStanding(status)),
  'aurora-cluster': ({ status }) => ofDatabase(clusterStanding(status)),
  'ecs-service': ({ desired }) => counted(desired),
  'elasticache-replication-group': ({ replicas }) => counted(replicas),
  'msk-cluster': () => 'other',
  'msk-connector': ({ status }) => connectorStandings[status] ?? 'other',
  ...(Object.fromEntries(statusKindNames.map((name) => [name, ofStatus])) as Pick<Standings, StatusKindName>),
};

export const standingOf = (seen: Observation): Standing =>
  (standings[seen.kind] as (seen: Observation) => Standing)(seen);
