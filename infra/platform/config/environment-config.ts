// What the deployments of two environments differ in, beyond their definitions.
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CoreConfig } from './core-config.ts';

export type EnvironmentConfig = {
  /** Of the environment's own logs. Those of Curfew's functions stay for 30 days, reports for 400, execution histories for 14. */
  readonly logRetention: RetentionDays;
  readonly terminationProtection: boolean;
  readonly core: CoreConfig;
};
