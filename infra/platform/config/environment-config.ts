// What the deployments of two environments differ in, beyond their definitions.
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CoreConfig } from './core-config.ts';

export type EnvironmentConfig = {
  /** Of the environment's own logs. Those of Curfew's functions stay for 30 days, reports for 400, execution histories for 14. */
  readonly logRetention: RetentionDays;
  /** Of the stacks, once the environment is established: a stack whose first creation failed must be deleted before the next try. */
  readonly terminationProtection: boolean;
  /** `disabled`: no function that may start or stop anything, and no schedule. Slack still receives alarms. */
  readonly operations: 'enabled' | 'disabled';
  /** Whether `alarm-notify` posts the messages of the alarm topics in Slack. */
  readonly slackAlarms: boolean;
  readonly core: CoreConfig;
};
