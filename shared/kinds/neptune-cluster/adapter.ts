import { rdsClusters } from '../rds-clusters.ts';

export const neptuneClusterAdapter = rdsClusters('neptune');
