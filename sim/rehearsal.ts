// A rehearsal: the production functions over the simulated AWS, from the scenario's first minute to its last.
import type { Action } from '#domain/definition.ts';
import type { Plan } from '#domain/plan.ts';
import type { Report } from '#domain/report.ts';
import { runName } from '#engine/claim-run.ts';
import type { Dependencies } from '#engine/dependencies.ts';
import { planNow } from '#engine/plan-run.ts';
import { compose } from '#functions/compose.ts';
import { slotsBetween } from '#plan/slots.ts';
import type { AwsClients } from '#runtime/aws-clients.ts';
import type { Runtime } from '#runtime/runtime.ts';
import { simulatedAlarms } from './alarms.ts';
import { type SimulatedDynamoDb, simulatedDynamoDb } from './aws/dynamodb.ts';
import { simulatedSns, simulatedSsm } from './aws/messaging.ts';
import { type Cloud, type Invocation, type ServiceId, simulatedClient } from './aws/simulated-aws.ts';
import { type Clock, virtualClock } from './clock.ts';
import { newFaults } from './faults.ts';
import { type LambdaHost, lambdaHost } from './lambda.ts';
import { type Chance, seededChance } from './random.ts';
import type { Scenario, TimelineEntry } from './scenario.ts';
import { type SlackHost, slackHost } from './slack.ts';
import { newTrace, type Traced } from './trace.ts';
import { type SimulatedWorld, simulatedWorld } from './world.ts';

export type Rehearsal = {
  readonly scenario: Scenario;
  readonly lines: readonly Traced[];
  readonly reports: readonly Report[];
  readonly before: ReturnType<SimulatedWorld['state']>;
  readonly after: ReturnType<SimulatedWorld['state']>;
};

export type Watcher = {
  readonly onLine?: (line: Traced) => void;
  /** Before virtual time jumps; a display paces the rehearsal with it. */
  readonly onAdvance?: (ms: number) => void | Promise<void>;
};

const configuration = { tableName: 'curfew-state', operatorTopicArn: 'arn:aws:sns:simulated:curfew-operators' };

/** Runs that are still going at the end get this long to end by themselves. */
const overtimeMs = 6 * 3_600_000;

/** What the state table holds, without its keys. */
const itemsOf = (dynamodb: SimulatedDynamoDb, prefix: string): unknown[] =>
  dynamodb
    .items(configuration.tableName)
    .filter(({ sk }) => String(sk).startsWith(prefix))
    .map(({ pk: _pk, sk: _sk, ...rest }) => rest);

type Stage = {
  readonly dependencies: (invocation: Invocation) => Dependencies;
  readonly itemsOf: (prefix: string) => unknown[];
  readonly scenario: Scenario;
  readonly clock: Clock;
  readonly host: LambdaHost;
  readonly world: SimulatedWorld;
  readonly slack: SlackHost;
  readonly cloud: Cloud;
};

const scheduleSlots = ({ scenario, clock, host, cloud }: Stage, isLost: (ms: number) => boolean): void => {
  const { definition, fromMs, toMs } = scenario;
  if (!definition.schedule.enabled) return;
  for (const action of ['start', 'stop'] as const) {
    const slot = definition.schedule[action];
    for (const slotMs of slot ? slotsBetween(slot, definition.timeZone, fromMs, toMs) : []) {
      // EventBridge Scheduler fires within the minute; a second or two is what is usually seen.
      const delayMs = cloud.chance.integer(`${action} delivery`, 0, 2_000);
      clock.at(slotMs + delayMs, () => {
        if (!isLost(slotMs)) deliver(host, action, definition.environment, new Date(slotMs).toISOString());
      });
    }
  }
};

const deliver = (host: LambdaHost, action: Action, environment: string, scheduledTime: string): void =>
  host.invoke(action, { environment, requestedBy: 'schedule', scheduledTime });

const happen = (entry: TimelineEntry, stage: Stage): void => {
  const { host, world, cloud, slack, scenario } = stage;
  const { environment } = scenario.definition;
  switch (entry.do) {
    case 'invoke':
      host.invoke(entry.function, { environment, requestedBy: 'rehearsal', ...entry.input });
      return;
    case 'deliver':
      for (let time = 0; time < entry.times; time++) deliver(host, entry.function, environment, entry.scheduledTime);
      return;
    case 'set':
      world.set(entry.resource, entry.facts);
      return;
    case 'fault':
      cloud.faults.add(entry.fault);
      return;
    case 'crash':
      host.planCrash(entry.function, entry.afterCalls);
      return;
    case 'slack':
      slack.answerNext(entry);
      return;
    case 'lose-schedules':
      return;
  }
};

/** Chance and identity of one invocation; naming a run also tells the trace which run its calls belong to. */
const simulatedRuntime = (clock: Clock, chance: Chance, environment: string, invocation: Invocation): Runtime => ({
  now: () => new Date(clock.nowMs()),
  random: (why) => chance.number(why),
  newId: (why) => {
    const id = Math.floor(chance.number(`id of ${why}`) * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
    const { action, scheduledTime } = invocation;
    const request = { environment, ...(scheduledTime === undefined ? {} : { scheduledTime }) };
    invocation.run ??= runName(action, request, clock.nowMs(), id);
    return id;
  },
});

const clientsOf = (cloud: Cloud, invocation: Invocation): AwsClients => {
  const client = (id: ServiceId) => simulatedClient(cloud, id, invocation);
  const ids: readonly (keyof AwsClients)[] = [
    'rds',
    'ecs',
    'autoscaling',
    'elbv2',
    'elasticache',
    'kafka',
    'kafkaconnect',
    'dynamodb',
    'sns',
    'ssm',
  ];
  // The simulated clients have the one method of the SDK's that the adapters call.
  return Object.fromEntries(ids.map((id) => [id, client(id)])) as unknown as AwsClients;
};

const buildStage = (scenario: Scenario, watcher: Watcher): Stage => {
  const { definition } = scenario;
  const clock = virtualClock(scenario.fromMs);
  const chance = seededChance(scenario.seed);
  const trace = newTrace(clock.nowMs, watcher.onLine);
  const alarms = simulatedAlarms(scenario.alarms, trace);
  const world = simulatedWorld(definition, scenario.world, {
    clock,
    chance,
    changed: (resource, from, to, facts = {}) => {
      trace.add({ type: 'state', resource, from, to, ...facts });
      alarms.resourceChanged(resource, to);
    },
  });
  const slack = slackHost(definition, clock, trace);
  const dynamodb = simulatedDynamoDb();
  const services = {
    ...world.services,
    dynamodb,
    sns: simulatedSns(slack.receive),
    ssm: simulatedSsm(new Map()),
  };
  const cloud: Cloud = { clock, chance, faults: newFaults(), trace, services };
  const dependencies = (invocation: Invocation): Dependencies =>
    compose({
      clients: clientsOf(cloud, invocation),
      configuration,
      definition: () => definition,
      runtime: simulatedRuntime(clock, chance, definition.environment, invocation),
    });
  const host = lambdaHost({ clock, trace, dependencies });
  return { scenario, clock, host, world, slack, cloud, dependencies, itemsOf: (prefix) => itemsOf(dynamodb, prefix) };
};

const callCounts = (lines: readonly Traced[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const { event } of lines)
    if (event.type === 'call') counts.set(event.operation, (counts.get(event.operation) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
};

/**
 * What a start or a stop would do in a scenario's world, without doing it. Before a start is planned the world is stopped
 * by a real run, so that memories are there as they would be.
 */
export const planInSimulation = async (scenario: Scenario, action: Action): Promise<Plan> => {
  const stage = buildStage({ ...scenario, timeline: [] }, {});
  const { environment } = scenario.definition;
  if (action === 'start') {
    stage.host.invoke('stop', { environment, requestedBy: 'rehearsal' });
    await stage.clock.run(() => stage.host.runsInFlight() === 0);
  }
  const planner: Invocation = { function: 'plan', action, dead: false, onDeath: () => {} };
  let plan: Plan | undefined;
  const planned = planNow(action, environment, stage.dependencies(planner)).then((made) => {
    plan = made;
    return made;
  });
  await stage.clock.run(() => plan !== undefined);
  return planned;
};

/** Rehearses a scenario to its end. The same scenario and seed give the same lines. */
export const rehearse = async (scenario: Scenario, watcher: Watcher = {}): Promise<Rehearsal> => {
  const stage = buildStage(scenario, watcher);
  const { clock, host, world, slack, cloud } = stage;
  const before = world.state();
  const losses = scenario.timeline.flatMap((entry) => (entry.do === 'lose-schedules' ? [entry] : []));
  scheduleSlots(stage, (ms) => losses.some(({ at, untilMs }) => ms >= at && ms < untilMs));
  for (const entry of scenario.timeline) clock.at(entry.at, () => happen(entry, stage));
  clock.at(scenario.toMs, () => {});
  const isIdle = () => host.runsInFlight() === 0 && slack.waiting() === 0;
  await clock.run(() => {
    const now = clock.nowMs();
    return now >= scenario.toMs && (isIdle() || now >= scenario.toMs + overtimeMs);
  }, watcher.onAdvance);
  cloud.trace.add({
    type: 'end',
    resources: world.state(),
    memory: stage.itemsOf('MEMORY#'),
    overrides: [],
    lease: stage.itemsOf('LEASE')[0] ?? null,
    calls: callCounts(cloud.trace.lines),
  });
  return { scenario, lines: cloud.trace.lines, reports: host.reports, before, after: world.state() };
};

/** The status of every resource when a scenario begins. */
export const initialStatuses = (scenario: Scenario): Record<string, string> =>
  Object.fromEntries(
    Object.entries(buildStage(scenario, {}).world.state()).map(([name, { status }]) => [name, status ?? 'unknown']),
  );
