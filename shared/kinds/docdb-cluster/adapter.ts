import { rdsClusters } from '../rds-clusters.ts';

export const docdbClusterAdapter = rdsClusters('docdb');
