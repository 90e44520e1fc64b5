// The kinds that are described as a value. Their definition, decision, permissions and rehearsal follow from it.
import { docdbCluster } from './docdb-cluster/kind.ts';
import { ec2Instance } from './ec2-instance/kind.ts';
import { redshiftCluster } from './redshift-cluster/kind.ts';
import type { StatusKind } from './status-kind.ts';

export const statusKinds = {
  'docdb-cluster': docdbCluster,
  'redshift-cluster': redshiftCluster,
  'ec2-instance': ec2Instance,
};

export type StatusKindName = keyof typeof statusKinds;

export const statusKindNames = Object.keys(statusKinds) as readonly StatusKindName[];

/** Typed so that callers need not know which kind it is. */
export const statusKindOf = (kind: StatusKindName): StatusKind => statusKinds[kind] as unknown as StatusKind;

export const isStatusKind = (kind: string): kind is StatusKindName => Object.hasOwn(statusKinds, kind);
