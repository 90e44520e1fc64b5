// Every physical name. They are ours and known before a deployment, so that policies can spell out their ARNs and people
// find a thing by its name. A name stays for life: CloudFormation cannot replace what has a fixed name.
import type { Action } from '#domain/definition.ts';

/** Whatever invokes a run goes through this alias: a durable function cannot be invoked unqualified. */
export const liveAlias = 'live';

/** The functions that change an environment. */
export const runs = ['start', 'stop'] as const satisfies readonly Action[];

/** A function's folder in `functions/`, and in `dist/functions/`. */
export type FunctionName = Action | 'reconcile' | 'alarm-notify' | 'cleanup';

export const namesOf = (environment: string) => ({
  stateTable: `curfew-state-${environment}`,
  operatorTopic: `curfew-operators-${environment}`,
  /** For what cannot be said in Slack. */
  mailboxes: `curfew-mailboxes-${environment}`,
  /** Between the topics and `alarm-notify`. */
  notifications: `curfew-notifications-${environment}`,
  scheduleGroup: `curfew-${environment}`,
  /** The rule for databases that AWS starts by itself. */
  databaseRestarts: `curfew-${environment}-database-restarts`,
  /** Deliveries that EventBridge Scheduler gave up. */
  undelivered: `curfew-${environment}-undelivered`,
  /** Read by shared/runtime/switches.ts. People create it; a template that owned it would switch it back. */
  switchParameter: `/curfew/${environment}/enabled`,
});

export const functionNamesOf = (environment: string, name: FunctionName) => {
  const full = `curfew-${environment}-${name}`;
  return {
    function: full,
    role: full,
    schedule: full,
    deadLetters: `${full}-dead-letters`,
    logGroup: `/aws/lambda/${full}`,
  };
};
