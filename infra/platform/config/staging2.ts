// staging2: a second workload plane on the network and the Kafka cluster of staging.
import type { EnvironmentConfig } from './environment-config.ts';
import { stagingPlane, stagingWorkloads } from './staging.ts';

export const staging2: EnvironmentConfig = {
  ...stagingPlane,
  core: {
    ...stagingPlane.core,
    naming: { prefix: 'poc-atlas-dev', suffix: '2' },
    foundation: { kind: 'shared', from: 'staging' },
    workloads: stagingWorkloads('staging2.atlas.example'),
    // The account is the same: staging's budget counts staging2, and New Relic reads both by staging's role.
    observability: { budget: 'none', newRelic: false },
  },
};
