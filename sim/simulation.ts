// Everything that takes part in a rehearsal, put together: the simulated AWS, Slack, and the functions that run over them.

import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { AwsClients } from '#core/aws/clients.ts';
import { namesOf } from '#core/deployed.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Definition } from '#definition/definition.ts';
import { unknownEnvironment } from '#definition/unknown-environment.ts';
import { compose, type Parts } from '#functions/compose.ts';
import { runName } from '#run/claim/identify.ts';
import type { Beginning, Dependencies } from '#run/dependencies.ts';
import { keepSchedules } from '#run/schedules/keep-schedules.ts';
import { eventBridgeScheduler } from '#run/schedules/scheduler.ts';
import { alarmTopicOf } from './aws/alarm-topic.ts';
import { simulatedCloudWatch, withMetrics } from './aws/cloudwatch.ts';
import { billedCostExplorer } from './aws/cost-explorer.ts';
import { type SimulatedDynamoDb, simulatedDynamoDb } from './aws/dynamodb.ts';
import { type Published, simulatedLambda, simulatedSns, simulatedSsm } from './aws/messaging.ts';
import { restartEvent } from './aws/restart-event.ts';
import { simulatedScheduler } from './aws/scheduler.ts';
import { type Cloud, type Invocation, type ServiceId, simulatedClient } from './aws/simulated-aws.ts';
import { type Clock, pauseOf, virtualClock } from './clock.ts';
import { isControl, readCalendars } from './control.ts';
import { definitionsInTable } from './definitions-in-table.ts';
import { noteEarlier, noteInstallation } from './earlier.ts';
import { newFaults } from './faults.ts';
import { investigationsHost } from './investigations.ts';
import { dimensionsIn } from './kinds.ts';
import { type LambdaHost, lambdaHost } from './lambda.ts';
import { notifyPorts } from './notify-clients.ts';
import { type Person, personAt } from './person.ts';
import { type Chance, seededChance } from './random/chance.ts';
import { functionNamed, type ReconcileHost, reconcileHost, targets } from './reconcile-host.ts';
import { scaledServices } from './scaled-services.ts';
import { isLostAt } from './scenario/losses.ts';
import type { Scenario } from './scenario/scenario.ts';
import { deployedTogether, worldDefinition } from './scenario/shared-world.ts';
import { firing, type Schedules, schedulesIn } from './scheduled.ts';
import { type SlackHost, slackHost } from './slack/slack.ts';
import { newTrace, type Traced } from './trace.ts';
import { type SimulatedWorld, simulatedWorld } from './world.ts';

/** What everybody in a rehearsal runs with: a run finds its definition in the table, a person has it at hand. */
type RunPorts = Dependencies & Beginning;

export type Watcher = {
  readonly onLine?: (line: Traced) => void;
  /** Before virtual time jumps; a display paces the rehearsal with it. */
  readonly onAdvance?: (ms: number) => void | Promise<void>;
  /** Puts something else in place of a port: how a deliberately broken part shows that an invariant can fail. */
  readonly replace?: (dependencies: RunPorts) => Dependencies & Partial<Pick<Beginning, 'definitions'>>;
};

const configuration = {
  tableName: 'curfew-state',
  targets: () => ({ start: 'curfew-start:live', stop: 'curfew-stop:live' }),
};

const operatorTopicOf = (environment: string): string =>
  `arn:aws:sns:simulated:000000000000:${namesOf(environment).operatorTopic}`;

/** Each environment's functions publish to its own topic, also where one process plays them all. */
const byItsTopic = (published: Published, environments: readonly string[]): Published => {
  const about: unknown = published.message.startsWith('{') ? JSON.parse(published.message) : undefined;
  const name = typeof about === 'object' && about !== null && 'environment' in about ? about.environment : undefined;
  const environment = environments.find((one) => one === name);
  return environment === undefined ? published : { ...published, topicArn: operatorTopicOf(environment) };
};

/** EventBridge delivers within seconds. */
const eventDelayMs = 5_000;

/** What the state table holds, without its keys. */
const itemsOf = (dynamodb: SimulatedDynamoDb, prefix: string): unknown[] =>
  dynamodb.items(configuration.tableName, prefix).map(({ pk: _pk, sk: _sk, ...rest }) => rest);

export type Simulation = {
  /** What a function runs with that is invoked in this simulation, made of the production composition. */
  readonly parts: (invocation: Invocation) => Parts;
  readonly dependencies: (invocation: Invocation) => RunPorts;
  readonly itemsOf: (prefix: string) => unknown[];
  readonly scenario: Scenario;
  readonly clock: Clock;
  readonly host: LambdaHost;
  readonly reconcile: ReconcileHost;
  readonly person: Person;
  readonly world: SimulatedWorld;
  readonly slack: SlackHost;
  readonly cloud: Cloud;
  readonly schedules: Schedules;
  /** Somebody applies the next version of the first environment's definition: whatever begins from now on works by it. */
  readonly redefine: (definition: Definition) => void;
  readonly muteAlarm: (name: string, muted: boolean) => void;
  /** Turns scheduled work on or off, as somebody does in Parameter Store. */
  readonly setSwitch: (enabled: boolean) => void;
};

/** Chance and identity of one invocation; naming a run also shows in the trace which run its calls belong to. */
const simulatedRuntime = (clock: Clock, chance: Chance, environment: string, invocation: Invocation): Runtime => ({
  now: () => new Date(clock.nowMs()),
  random: (why) => chance.number(why),
  pause: (ms) => pauseOf(clock, ms),
  newId: (why) => {
    const drawn = Math.floor(chance.number(`id of ${why}`) * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
    const id = invocation.id ?? drawn;
    const { action, scheduledTime, only } = invocation;
    const request = {
      environment: invocation.environment ?? environment,
      ...(scheduledTime === undefined ? {} : { scheduledTime, ...(only ? { only } : {}) }),
    };
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
    'cloudwatch',
    'dynamodb',
    'sns',
    'ssm',
    'lambda',
  ];
  // The simulated clients have the one method of the SDK's that the adapters call.
  return { ...Object.fromEntries(ids.map((id) => [id, client(id)])), clientOf: client } as unknown as AwsClients;
};

/** An ordinary night is far from what the engine takes of a step. */
const isLarge = ({ definition, alarms }: Scenario): boolean => definition.resources.length > 200 || alarms.length > 200;

const monthMs = 30 * 24 * 3_600_000;

/** A scenario's world with everything that runs in it; nothing has happened yet. */
export const simulation = (scenario: Scenario, watcher: Watcher = {}): Simulation => {
  const definition = worldDefinition(scenario.definition, scenario.others);
  /** As they are now: the night may change the first. */
  let definitions = deployedTogether(scenario.definition, scenario.others);
  const { replace = (dependencies) => dependencies } = watcher;
  const clock = virtualClock(scenario.fromMs);
  const chance = seededChance(scenario.seed);
  const trace = newTrace(clock.nowMs, watcher.onLine);
  const alarmTopic = alarmTopicOf(definition, (published) => {
    slack.receive(published);
    investigate?.(published);
  });
  const scaled = () => scaledServices(definition, world);
  const cloudwatch = simulatedCloudWatch(
    scenario.alarms,
    scaled,
    { clock },
    trace,
    alarmTopic,
    dimensionsIn(definition),
  );
  let changedBy: 'curfew' | 'people' = 'curfew';
  const simulated = simulatedWorld(definition, scenario.world, {
    clock,
    chance,
    changed: (resource, from, to, facts = {}) => {
      trace.add({ type: 'state', resource, from, to, ...facts });
      cloudwatch.resourceChanged(resource, to);
    },
    restarting: (resource) => {
      const database = definition.resources.find(({ name }) => name === resource);
      if (database?.kind !== 'rds-instance' && database?.kind !== 'aurora-cluster') return;
      // The rule for these events is on when the schedule is: infra/product/constructs/database-restarts.ts.
      if (!definition.schedule.enabled || isLostAt(scenario, 'events', clock.nowMs())) return;
      const event = restartEvent(database, definition, clock.nowMs());
      clock.at(clock.nowMs() + eventDelayMs, () => reconcile.invoke(event));
    },
    startedInVain: (resource, needed) => trace.add({ type: 'in-vain', resource, needed }),
    byOwner: (change) => {
      changedBy = 'people';
      change();
      changedBy = 'curfew';
    },
    resized: (resource, desired, scaling) =>
      trace.add({ type: 'capacity', resource, desired, ...(scaling ? { scaling } : {}), by: changedBy }),
  });
  const set: SimulatedWorld['set'] = (name, facts) => {
    changedBy = 'people';
    trace.add({ type: 'change', resource: name, facts });
    simulated.set(name, facts);
    changedBy = 'curfew';
  };
  const scale: SimulatedWorld['scale'] = (name, by, to) => {
    changedBy = 'people';
    simulated.scale(name, by, to);
    changedBy = 'curfew';
  };
  const world: SimulatedWorld = { ...simulated, set, scale };
  const dynamodb = simulatedDynamoDb([configuration.tableName]);
  const stored = { dynamodb, tableName: configuration.tableName };
  const installedAtMs = scenario.installedAtMs ?? scenario.fromMs - monthMs;
  if (scenario.installed ?? true)
    for (const { environment } of definitions) noteInstallation(stored, environment, installedAtMs);
  noteEarlier(stored, scenario.earlier);
  const inTable = definitionsInTable({ ...stored, nowMs: clock.nowMs });
  for (const one of definitions) inTable.begin(one, installedAtMs);
  const faults = newFaults();
  const notified = { clock, faults, dynamodb, cloudwatch: cloudwatch.service };
  const ports = notifyPorts(notified, configuration.tableName, definition.environment);
  const slack = slackHost(() => definitions, clock, trace, ports);
  const parameters = new Map<string, string>();
  const invokeLater = (name: string, event: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      clock.at(clock.nowMs(), () => {
        const asked = (event as { readonly environment?: string } | null)?.environment;
        if (isControl(name, asked)) return resolve(readCalendars(definitionNow(asked)));
        const target = functionNamed(name);
        if (target === 'reconcile') resolve(reconcile.invoke(event));
        else host.invoke(target, event).then(resolve, reject);
      });
    });
  const scheduler = simulatedScheduler((entry) => fire(entry));
  const fire = firing({ scenario, clock, chance, host: () => host, standing: scheduler.standing });
  const services = {
    ...world.services,
    scheduler: simulated.with('scheduler', scheduler),
    cloudwatch: withMetrics(cloudwatch.service, world.services),
    dynamodb,
    sns: simulatedSns((published) =>
      slack.receive(
        byItsTopic(
          published,
          definitions.map(({ environment }) => environment),
        ),
      ),
    ),
    ssm: simulatedSsm(parameters),
    lambda: simulated.with('lambda', simulatedLambda(invokeLater)),
    ce: billedCostExplorer(definition, clock),
  };
  const investigate = investigationsHost(definition, {
    ...{ clock, trace, dynamodb, sns: services.sns, tableName: configuration.tableName },
    operatorTopicArn: operatorTopicOf(definition.environment),
  });
  const cloud: Cloud = { clock, chance, faults, trace, services };
  const definitionNow = (environment: string): Definition => {
    const found = definitions.find((one) => one.environment === environment);
    if (found) return found;
    throw unknownEnvironment(
      environment,
      definitions.map((one) => one.environment),
    );
  };
  const parts = (invocation: Invocation): Parts => ({
    clients: clientsOf(cloud, invocation),
    configuration: { ...configuration, operatorTopicArn: operatorTopicOf(definition.environment) },
    definitions: inTable.readBy(invocation.function, simulatedClient(cloud, 'dynamodb', invocation)),
    runtime: simulatedRuntime(clock, chance, definition.environment, invocation),
  });
  const dependencies = (invocation: Invocation): RunPorts => {
    const made = { ...compose(parts(invocation)), definition: definitionNow };
    return { ...made, ...replace(made) };
  };
  const host: LambdaHost = lambdaHost({ clock, trace, dependencies, isLarge: isLarge(scenario) });
  /** What `control` does once a version is stored; that the scheduler refuses changes nothing about it. */
  const setSchedules = (next: Definition): void => {
    const invocation: Invocation = { function: 'control', action: 'stop', dead: false, onDeath: () => {} };
    const client = simulatedClient(cloud, 'scheduler', invocation) as unknown as SchedulerClient;
    keepSchedules(next, targets, eventBridgeScheduler(client), clock.nowMs()).catch(() => {});
  };
  const reconcile = reconcileHost(() => definitions.map(({ environment }) => environment), trace, parts);
  return {
    scenario,
    clock,
    host,
    reconcile,
    person: personAt({ clock, trace }, definition.environment, dependencies),
    world,
    slack,
    cloud,
    schedules: schedulesIn(scheduler),
    parts,
    dependencies,
    muteAlarm: cloudwatch.muteByHand,
    redefine: (next) => {
      definitions = deployedTogether(next, scenario.others);
      inTable.apply(definitions[0], clock.nowMs());
      setSchedules(next);
    },
    setSwitch: (enabled) => void parameters.set(namesOf(definition.environment).switchParameter, String(enabled)),
    itemsOf: (prefix) => itemsOf(dynamodb, prefix),
  };
};
