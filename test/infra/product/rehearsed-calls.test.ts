// Whole nights, rehearsed, against the permissions: what the functions really call they may, and what they may change
// they really change.
import { describe, expect, it } from 'vitest';
import type { AlarmWorld } from '#sim/aws/alarm-states.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { ResourceWorld, TimelineEntry } from '#sim/scenario/scenario.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import { actionsOf, byLambda, iamAction, permissionsOf } from '#test/infra/statements.ts';
import { environments } from '#test/infra/synthesised.ts';
import { nightOf } from '#test/support/nights.ts';

const minutes = (count: number) => count * 60_000;

/** An alarm that the definition names, of something that a stop takes down. */
const alarmsOf = ({ alarms }: ReturnType<typeof definitionOf>): AlarmWorld[] =>
  alarms.mute.map((one) => ({
    name: one.replace(/\*$/, 'cpu'),
    watches: 'scoring',
    muted: false,
    disabled: false,
    scales: false,
    whenMissing: 'ALARM',
  }));
const allHeld = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };

/** What tells which target group serves, how a service scales whose owner suspended that, and until when tasks protect themselves. */
const served: readonly ResourceWorld[] = [
  { blueGreen: 'alternate' },
  { blueGreen: 'alternate', network: true },
  { scaling: { min: 1, max: 4, suspended: allHeld } },
  // Outlasts the stop, so that reconcile meets it.
  { protectedMinutes: 240 },
];

/** Services without health checks: only their task definitions tell that they have none. */
const unchecked = (environment: string) =>
  Object.fromEntries(
    definitionOf(environment)
      .resources.filter(({ kind }) => kind === 'ecs-service')
      .map(({ name }, index) => [name, { healthCheck: false, desired: 1, ...served[index] }]),
  );

/** A night in which the schedule acts, wherever it is switched off. Things may happen at minutes after its beginning. */
const callsOfNight = async (environment: string, ...entries: readonly (TimelineEntry & { readonly at: number })[]) => {
  const night = nightOf(environment);
  const definition = definitionOf(environment);
  const { schedule } = definition;
  const { lines } = await rehearse({
    ...night,
    alarms: alarmsOf(definition),
    definition: { ...night.definition, schedule: { ...schedule, enabled: true } },
    world: unchecked(environment),
    timeline: entries.map((entry) => ({ ...entry, at: night.fromMs + minutes(entry.at) })),
  });
  return lines.flatMap(({ event }) => (event.type === 'call' ? [event] : []));
};

const madeBy = (name: string, calls: Awaited<ReturnType<typeof callsOfNight>>): Set<string> =>
  new Set(calls.filter((call) => call.function === name).map((call) => iamAction(call.operation)));

/** Not those of a cache: a start may restore one that is kept by now, which an ordinary night does not need. */
const changes = (call: string): boolean =>
  /^(rds|ecs|kafkaconnect|application-autoscaling|cloudwatch):(?!Describe|Get|List)/.test(call);

const denied = (...operations: readonly string[]): TimelineEntry[] =>
  operations.map((operation) => ({ at: 0, do: 'fault', fault: { operation, error: 'AccessDeniedException' } }));

describe.each(environments)('rehearsed nights of $environment', async ({ environment, ...deployed }) => {
  const calls = [
    ...(await callsOfNight(environment)),
    // What was muted is armed again, because nothing could be stopped, and because not everything is up.
    ...(await callsOfNight(
      environment,
      ...denied('ecs:UpdateService', 'autoscaling:RegisterScalableTarget', 'kafkaconnect:PauseConnector'),
      ...denied('rds:StopDBInstance'),
    )),
    ...(await callsOfNight(environment, ...denied('rds:StartDBInstance'))),
  ];

  it.each(['start', 'stop'] as const)('rehearsed nights call in %s what its permissions are for', (action) => {
    const allowed = [...actionsOf(permissionsOf({ environment, ...deployed }, action))];
    const called = madeBy(action, calls);

    expect([...called].filter((call) => !allowed.includes(call))).toEqual([]);
    expect(allowed.filter((call) => changes(call) && !called.has(call))).toEqual([]);
  });
});

describe.each(environments)('rehearsed nights of $environment that reconcile has to see to', async (deployed) => {
  /** The schedule begins half an hour after the night. */
  const stopLostFor = (count: number) => {
    const { environment } = deployed;
    const untilMs = nightOf(environment).fromMs + minutes(count);
    // Where the rule may not be read, the revision tells.
    return callsOfNight(
      environment,
      { at: 20, do: 'lose-schedules', untilMs },
      ...(count > 60 ? denied('elbv2:DescribeRules') : []),
    );
  };
  /** Held down for longer than the alarms are muted. */
  const held = async () => {
    const { environment } = deployed;
    const until = nightOf(environment).toMs + minutes(24 * 60);
    return callsOfNight(environment, { at: 120, do: 'hold', hold: 'down', until, by: 'ana', why: 'bridge day' });
  };
  /** CloudWatch does not answer while the stop mutes. */
  const unmuted = () => {
    const untilMs = nightOf(deployed.environment).fromMs + minutes(50);
    const fault = { operation: 'cloudwatch:DescribeAlarms', error: 'InternalFailure', untilMs };
    return callsOfNight(deployed.environment, { at: 0, do: 'fault', fault });
  };
  /** Schedules were edited and deleted by hand, and one of them could not be deleted when the definition gave it up. */
  const edited = async () => {
    const definition = definitionOf(deployed.environment);
    const { start: _start, ...schedule } = definition.schedule;
    return callsOfNight(
      deployed.environment,
      { at: 20, do: 'edit-schedule', function: 'stop', edit: { deleted: true } },
      { at: 200, do: 'edit-schedule', function: 'stop', edit: { at: '21:00' } },
      {
        at: 300,
        do: 'fault',
        fault: { operation: 'scheduler:DeleteSchedule', error: 'AccessDeniedException', times: 1 },
      },
      { at: 301, do: 'redefine', definition: { ...definition, schedule: { ...schedule, enabled: true } } },
    );
  };
  const calls = [
    ...(await edited()),
    ...(await stopLostFor(40)),
    ...(await stopLostFor(4 * 60)),
    ...(await held()),
    ...(await unmuted()),
  ];

  it('rehearsed nights that reconcile has to see to need every permission that it has', () => {
    // What a schedule invokes with is passed along with it.
    const allowed = [...actionsOf(permissionsOf(deployed, 'reconcile'))].filter(
      (call) => ![...byLambda, 'iam:PassRole'].includes(call),
    );

    expect([...madeBy('reconcile', calls)].sort()).toEqual(allowed.sort());
  });
});
