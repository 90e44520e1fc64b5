// Which environments are deployed how.
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { EnvironmentConfig } from './environment-config.ts';
import { prod } from './prod.ts';
import { staging } from './staging.ts';
import { staging2 } from './staging2.ts';

const configs: ReadonlyMap<string, EnvironmentConfig> = new Map([
  ['staging', staging],
  ['staging2', staging2],
  ['prod', prod],
]);

/** An environment that nobody has classified yet is treated like production, and was created by something else. */
const unclassified: EnvironmentConfig = {
  logRetention: RetentionDays.ONE_WEEK,
  terminationProtection: true,
  operations: 'enabled',
  slackAlarms: true,
  core: { kind: 'elsewhere' },
};

/**
 * Who publishes the parameters of the foundation that an environment stands on: of one that something else created, its people,
 * under its own name.
 */
export const foundationOwner = (environment: string, { core }: EnvironmentConfig): string =>
  core.kind === 'here' && core.foundation.kind === 'shared' ? core.foundation.from : environment;

export const configOf = (environment: string): EnvironmentConfig => configs.get(environment) ?? unclassified;
