// A whole night, rehearsed, against the permissions: what the functions really call they may, and what they may change
// they really change.
import { describe, expect, it } from 'vitest';
import { definitionOf } from '#config/packed.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { nightOf } from '#test/support/nights.ts';
import { environments } from './synthesised.ts';

/** How IAM calls a service where the trace has another word. */
const prefixes: Readonly<Record<string, string>> = {
  autoscaling: 'application-autoscaling',
  elbv2: 'elasticloadbalancing',
};

const iamAction = (operation: string): string => {
  const [service = '', call = ''] = operation.split(':');
  return `${prefixes[service] ?? service}:${call}`;
};

/** A night in which the schedule acts, wherever it is switched off. */
const callsOfNight = async (environment: string) => {
  const definition = definitionOf(environment);
  const enabled = { ...definition, schedule: { ...definition.schedule, enabled: true } };
  const { lines } = await rehearse({ ...nightOf(environment), definition: enabled });
  return lines.flatMap(({ event }) => (event.type === 'call' ? [event] : []));
};

/** Not those of a cache: a start may restore one that is kept by now, which an ordinary night does not need. */
const changes = (call: string): boolean =>
  /^(rds|ecs|kafkaconnect|application-autoscaling):(?!Describe|List)/.test(call);

describe.each(environments)('a rehearsed night of $environment', async (deployed) => {
  const calls = await callsOfNight(deployed.environment);

  it.each(['start', 'stop'])('calls in %s what its permissions are for', (action) => {
    const role = deployed.only('AWS::IAM::Role', { RoleName: `curfew-${deployed.environment}-${action}` });
    const allowed = deployed.allowedTo(role).flatMap((statement) => statement.actions);
    const called = new Set(calls.filter((call) => call.function === action).map((call) => iamAction(call.operation)));

    expect([...called].filter((call) => !allowed.includes(call))).toEqual([]);
    expect(allowed.filter((call) => changes(call) && !called.has(call))).toEqual([]);
  });
});
