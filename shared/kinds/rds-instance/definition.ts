import { maintenance } from '../databases/maintenance.ts';
import {
  type OwnSnapshot,
  type SnapshotEffect,
  type Stopped,
  snapshotBeforeStop,
} from '../databases/snapshot-fields.ts';
import { lowerCaseName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { TakenDown } from '../taken-down.ts';

export type RdsObservation = {
  readonly kind: 'rds-instance';
  /** A free string in AWS: unknown values occur and mean "in transition" (facts/aws-semantics.md 1.1). */
  readonly status: string;
  readonly engine: string;
  readonly multiAz?: true;
  /** The blue/green deployment that it is one side of. */
  readonly blueGreen?: string;
  readonly cluster?: string;
  readonly replicaOf?: string;
  readonly replicas: readonly string[];
  /** Before a stop, where the definition wants one: those that Curfew made. */
  readonly snapshots?: readonly OwnSnapshot[];
  /** While it is stopped: when AWS will start it by itself. */
  readonly restartsAt?: number;
};

export type RdsTypes = {
  readonly observation: RdsObservation;
  readonly effect: { readonly do: 'start-instance' } | ({ readonly do: 'stop-instance' } & Stopped) | SnapshotEffect;
  readonly remembered: TakenDown<'rds-instance'>;
};

export const rdsInstance = kindDefinition<RdsTypes>()({
  help: 'An Amazon RDS database instance, stopped and started.',
  fields: {
    instance: lowerCaseName('database instance', 'poc-atlas-dev-camunda'),
    snapshotBeforeStop,
    maintenance,
  },
  identity: ['instance'],
  dimension: 'DBInstanceIdentifier',
  arn: { service: 'rds', type: 'db' },
  deadlineMinutes: { start: 90, stop: 90 },
  changesMax: 1,
  restartedByAws: true,
  early: 'at-once',
  remembersWho: true,
  init: { order: 'store', role: 'store', word: 'db', heading: 'Databases: stopped and started.' },
});
