// How Curfew's own deployed parts are called, for anyone who deploys them, lets them do something or speaks to them. The names
// are known before a deployment, so that policies spell out their ARNs and people find a thing by its name. A name is permanent:
// CloudFormation cannot replace what has a fixed name.
import type { Action } from './action.ts';

/** A function's folder in `functions/`, and in `dist/functions/`. */
export type FunctionName = Action | 'reconcile' | 'alarm-notify' | 'cleanup' | 'control';

/** The functions that change an environment. */
export const runs = ['start', 'stop'] as const satisfies readonly Action[];

/** Every invocation of a run goes through this alias: a durable function cannot be invoked unqualified. */
export const liveAlias = 'live';

/** The URL of `control` is of this alias: who comes by it was named by AWS, and nobody who invokes the function itself can say so. */
export const urlAlias = 'url';

export const namesOf = (environment: string) => ({
  stateTable: `curfew-state-${environment}`,
  operatorTopic: `curfew-operators-${environment}`,
  /** For what cannot be reported in Slack. */
  mailboxes: `curfew-mailboxes-${environment}`,
  /** Between the topics and `alarm-notify`. */
  notifications: `curfew-notifications-${environment}`,
  scheduleGroup: `curfew-${environment}`,
  /** What EventBridge Scheduler invokes the runs as. */
  schedulerRole: `curfew-${environment}-scheduler`,
  /** The rule for databases that AWS starts by itself. */
  // 64 letters at most, with a number behind it, of an environment with 40.
  databaseRestarts: `curfew-${environment}-restarts`,
  /** Events at which a function failed permanently, and those that EventBridge Scheduler could not deliver. */
  deadLetters: `curfew-${environment}-dead-letters`,
  /** The alarm on an environment that is not up, or not down, when it is due. */
  notAsDue: `curfew-${environment}-not-as-due`,
  /** The alarm on a reconcile that does not look any more. */
  silent: `curfew-${environment}-silent`,
  /** People create it; a template that owned it would switch it back. */
  switchParameter: `/curfew/${environment}/enabled`,
});

/** A schedule of an action in the group of its environment: `control` makes one for each slot, numbered from 1 without gaps. */
export const scheduleNameOf = (action: Action, number = 1): string => `${action}-${number}`;

/** Whose operator topic it is, by its ARN; undefined if it is none. */
export const operatorsIn = (topicArn: string | undefined): string | undefined => {
  const [, environment] = /^arn:[^:]*:sns:.*:curfew-operators-([^:]+)$/.exec(topicArn ?? '') ?? [];
  return environment;
};

export const functionNamesOf = (environment: string, name: FunctionName) => {
  const full = `curfew-${environment}-${name}`;
  return {
    function: full,
    role: full,
    schedule: full,
    /** Messages that Slack refused are worked off, the others are read and purged. */
    deadLetters: name === 'alarm-notify' ? `${full}-dead-letters` : namesOf(environment).deadLetters,
    /** The alarm on invocations that fail. */
    errors: `${full}-errors`,
    logGroup: `/aws/lambda/${full}`,
  };
};

/** As `Invoke` wants it. Runs are durable and go through the alias. */
export const invocableNameOf = (environment: string, name: FunctionName): string => {
  const { function: full } = functionNamesOf(environment, name);
  return name === 'start' || name === 'stop' ? `${full}:${liveAlias}` : full;
};
