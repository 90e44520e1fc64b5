// The adapters of the kinds that are described as a value.
import { docdbClusterAdapter } from './docdb-cluster/adapter.ts';
import { ec2InstanceAdapter } from './ec2-instance/adapter.ts';
import { redshiftClusterAdapter } from './redshift-cluster/adapter.ts';
import type { StatusAdapter } from './status-adapter.ts';
import type { StatusKindName } from './status-kinds.ts';

export type StatusAdapters = Readonly<Record<StatusKindName, { readonly client: unknown }>>;

const adapters = {
  'docdb-cluster': docdbClusterAdapter,
  'redshift-cluster': redshiftClusterAdapter,
  'ec2-instance': ec2InstanceAdapter,
} satisfies StatusAdapters;

export type AnyStatusAdapter = StatusAdapter<{ send: never }>;

/** Typed so that callers need not know which kind it is. */
export const statusAdapterOf = (kind: StatusKindName): AnyStatusAdapter =>
  adapters[kind] as unknown as AnyStatusAdapter;
