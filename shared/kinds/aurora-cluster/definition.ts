// A cluster of Aurora: stopped and started as a whole, with all its instances (facts/aws-semantics.md 1.1 to 1.3).

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

export type AuroraObservation = {
  readonly kind: 'aurora-cluster';
  /** A free string in AWS, as that of an instance. */
  readonly status: string;
  readonly engine: string;
  /** `provisioned`, which Serverless v2 is, too; `serverless` is v1. */
  readonly engineMode: string;
  readonly globalCluster?: string;
  /** The blue/green deployment that it is one side of. */
  readonly blueGreen?: string;
  readonly replicaOf?: string;
  readonly replicas: readonly string[];
  /** Before a stop, where the definition wants one: those that Curfew made. */
  readonly snapshots?: readonly OwnSnapshot[];
  /** While it is stopped: when AWS will start it by itself. */
  readonly restartsAt?: number;
  /** Its instances, with statuses of their own: some lag behind that of the cluster. */
  readonly members: readonly { readonly instance: string; readonly status: string }[];
};

type AuroraTypes = {
  readonly observation: AuroraObservation;
  readonly effect: { readonly do: 'start-cluster' } | ({ readonly do: 'stop-cluster' } & Stopped) | SnapshotEffect;
  readonly remembered: TakenDown<'aurora-cluster'>;
};

export const auroraCluster = kindDefinition<AuroraTypes>()({
  help: 'An Amazon Aurora cluster, stopped and started with all its instances.',
  fields: {
    cluster: lowerCaseName('Aurora cluster', 'poc-atlas-dev-aurora'),
    snapshotBeforeStop,
    maintenance,
  },
  identity: ['cluster'],
  dimension: 'DBClusterIdentifier',
  arn: { service: 'rds', type: 'cluster' },
  deadlineMinutes: { start: 90, stop: 90 },
  changesMax: 1,
  restartedByAws: true,
  early: 'at-once',
  remembersWho: true,
  notPriced: 'the price table has no price for Aurora',
  init: { order: 'store', role: 'store', word: 'db', heading: 'Aurora: stopped and started with all their instances.' },
});
