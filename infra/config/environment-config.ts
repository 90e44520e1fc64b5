// What the deployments of two environments differ in, beyond their definitions.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export type EnvironmentConfig = {
  /** Of the functions' logs. Reports stay in the state table for 400 days, execution histories for 14. */
  readonly logRetention: RetentionDays;
  readonly terminationProtection: boolean;
};

const passing: EnvironmentConfig = { logRetention: RetentionDays.ONE_DAY, terminationProtection: false };
const lasting: EnvironmentConfig = { logRetention: RetentionDays.ONE_WEEK, terminationProtection: true };

const configs: ReadonlyMap<string, EnvironmentConfig> = new Map([
  ['staging', passing],
  ['staging2', passing],
  ['prod', lasting],
]);

/** An environment that nobody has classified yet is treated like production. */
export const configOf = (environment: string): EnvironmentConfig => configs.get(environment) ?? lasting;
