// staging2: a second workload plane on the network and the Kafka cluster of staging. Before its first deployment somebody reviews
// topics, groups and labels: docs/first-deployment.md.
import type { EnvironmentConfig } from './environment-config.ts';
import { stagingPlane, stagingWorkloads } from './staging.ts';
import { topicsNamed } from './topics-config.ts';

export const staging2: EnvironmentConfig = {
  ...stagingPlane,
  core: {
    ...stagingPlane.core,
    naming: { prefix: 'poc-atlas-dev', suffix: '2' },
    foundation: { kind: 'shared', from: 'staging' },
    // Names of its own on the shared cluster: no prefix of staging's cleanup and no right of staging's roles matches them.
    topics: {
      madeBy: 'cloudformation',
      replicationFactor: 2,
      topics: topicsNamed('atlas2', { partitions: 3 }),
      dashboardGroups: ['dashboard-backend2'],
    },
    workloads: stagingWorkloads('staging2.atlas.example'),
    // The account is the same: staging's budget counts staging2, and New Relic reads both by staging's role.
    observability: { budget: 'none', newRelic: false },
  },
};
