// The calls of shared/kinds/msk-cluster/adapter.ts.
import { allow, type PermissionsOf } from './permissions.ts';

export const mskCluster: PermissionsOf<'msk-cluster'> = {
  // Listing has no resource type in IAM, and the cluster is found by name because its ARN changes with a re-creation.
  observe: () => [allow(['kafka:ListClustersV2'], ['*'])],
  act: () => [],
};
