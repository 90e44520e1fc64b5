// What a look sees of a database instance, and the changes that can be made of it.
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
  /** While it is stopped: when AWS will start it by itself. */
  readonly restartsAt?: number;
};

export type RdsTypes = {
  readonly observation: RdsObservation;
  readonly effect: { readonly do: 'start-instance' } | { readonly do: 'stop-instance' };
  readonly remembered: TakenDown<'rds-instance'>;
};
