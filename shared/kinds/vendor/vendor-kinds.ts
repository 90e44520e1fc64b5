// The kinds whose API is a vendor's own.
import { clickhouseCloudService } from '../clickhouse-cloud-service/kind.ts';
import { clickpipe } from '../clickpipe/kind.ts';
import { mongodbAtlasCluster } from '../mongodb-atlas-cluster/kind.ts';
import type { VendorKind } from './vendor-kind.ts';

export const vendorKinds = {
  'mongodb-atlas-cluster': mongodbAtlasCluster,
  'clickhouse-cloud-service': clickhouseCloudService,
  clickpipe,
};

export type VendorKindName = keyof typeof vendorKinds;

export const vendorKindNames = Object.keys(vendorKinds) as readonly VendorKindName[];

/** Typed so that callers need not know which kind it is. */
export const vendorKindOf = (kind: VendorKindName): VendorKind => vendorKinds[kind] as unknown as VendorKind;
