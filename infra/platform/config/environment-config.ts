// What the deployments of two environments differ in, beyond their definitions.
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CoreConfig } from './core-config.ts';

export type EnvironmentConfig = {
  /** Of all logs. Reports stay in the state table for 400 days, execution histories for 14. */
  readonly logRetention: RetentionDays;
  readonly terminationProtection: boolean;
  readonly core: CoreConfig;
};
