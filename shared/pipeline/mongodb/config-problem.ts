// A defect of a connector's configuration, and what looks for one.
import type { ConnectorConfig } from './connector-config.ts';

export type ConfigProblem = {
  readonly key: string;
  readonly what: string;
  readonly remedy: string;
  /** An `error` loses data or does not start; a `warning` works, and is probably not meant. */
  readonly severity: 'error' | 'warning';
};

export type Check = (config: ConnectorConfig) => ConfigProblem[];

export const error = (key: string, what: string, remedy: string): ConfigProblem => ({
  key,
  what,
  remedy,
  severity: 'error',
});
export const warning = (key: string, what: string, remedy: string): ConfigProblem => ({
  key,
  what,
  remedy,
  severity: 'warning',
});
