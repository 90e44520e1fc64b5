// Every physical name. They are ours and known before a deployment, so that policies can spell out their ARNs and people
// find a thing by its name. A name stays for life: CloudFormation cannot replace what has a fixed name.
import type { Action } from '#domain/definition.ts';

/** Whatever invokes a function goes through this alias: a durable function cannot be invoked unqualified. */
export const liveAlias = 'live';

export const namesOf = (environment: string) => ({
  stateTable: `curfew-state-${environment}`,
  operatorTopic: `curfew-operators-${environment}`,
  scheduleGroup: `curfew-${environment}`,
  /** Deliveries that EventBridge Scheduler gave up. */
  undelivered: `curfew-${environment}-undelivered`,
  /** Read by shared/runtime/switches.ts. People create it; a template that owned it would switch it back. */
  switchParameter: `/curfew/${environment}/enabled`,
});

export const functionNamesOf = (environment: string, action: Action) => {
  const name = `curfew-${environment}-${action}`;
  return {
    function: name,
    role: name,
    schedule: name,
    deadLetters: `${name}-dead-letters`,
    logGroup: `/aws/lambda/${name}`,
  };
};
