// staging2: a second workload plane on the network and the Kafka cluster of staging.
import type { EnvironmentConfig } from './environment-config.ts';
import { stagingPlane } from './staging.ts';

export const staging2: EnvironmentConfig = {
  ...stagingPlane,
  core: {
    ...stagingPlane.core,
    naming: { prefix: 'poc-atlas-dev', suffix: '2' },
    foundation: { kind: 'shared', from: 'staging' },
  },
};
