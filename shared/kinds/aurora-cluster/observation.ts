// What a look sees of an Aurora cluster, and the changes that can be made of it.
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
  /** While it is stopped: when AWS will start it by itself. */
  readonly restartsAt?: number;
  /** Its instances, with statuses of their own: some lag behind that of the cluster. */
  readonly members: readonly { readonly instance: string; readonly status: string }[];
};

export type AuroraTypes = {
  readonly observation: AuroraObservation;
  readonly effect: { readonly do: 'start-cluster' } | { readonly do: 'stop-cluster' };
  readonly remembered: TakenDown<'aurora-cluster'>;
};
