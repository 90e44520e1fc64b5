// What the calls of adapter.ts need.
import { type KindPermissions, noResourceType, nothing, seeState } from '../permission.ts';

export const mskClusterPermissions: KindPermissions<'msk-cluster'> = {
  // The cluster is found by name, because its ARN changes with a re-creation.
  observe: () => [{ actions: { 'kafka:ListClustersV2': seeState }, on: { everything: noResourceType } }],
  start: nothing,
  stop: nothing,
};
