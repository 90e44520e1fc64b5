// How the deployed parts that people and commands speak to are called: fixed by the environment's name, known before a deployment.
import type { Action } from './definition.ts';

/** The folder of a function, and the end of its name in AWS. */
export type DeployedFunction = Action | 'reconcile' | 'cleanup' | 'alarm-notify';

export const stateTableOf = (environment: string): string => `curfew-state-${environment}`;

export const operatorTopicOf = (environment: string): string => `curfew-operators-${environment}`;

export const functionOf = (environment: string, name: DeployedFunction): string => `curfew-${environment}-${name}`;

/** Whatever invokes a run goes through this alias: a durable function cannot be invoked unqualified. */
export const liveAlias = 'live';

/** As `Invoke` wants it. Runs are durable and go through the alias. */
export const invocableNameOf = (environment: string, name: DeployedFunction): string =>
  name === 'start' || name === 'stop' ? `${functionOf(environment, name)}:${liveAlias}` : functionOf(environment, name);
