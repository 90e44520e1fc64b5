// All that one function of an environment may do.
import type { Action } from '#core/action.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { type FunctionName, functionNamesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { permissionsFor } from '#kinds/permissions.ts';
import type { Resource } from '#kinds/resource.ts';
import { readChangeCalendars, refreshCalendars } from './change-calendars.ts';
import { cleanupTopics } from './cleanup-topics.ts';
import { lookAtAlarms, lookAtRules, muteAlarms, unmuteAlarms } from './cloudwatch-alarms.ts';
import { askForCosts } from './costs.ts';
import { durableExecution } from './durable-execution.ts';
import { readEnvironmentSwitch } from './environment-switch.ts';
import { functionLogs } from './function-logs.ts';
import { functionNetwork } from './function-network.ts';
import { invokeRuns } from './invoke-runs.ts';
import { deliverNotifications } from './notifications.ts';
import { publishToOperators } from './operator-topic.ts';
import { keepSchedules } from './schedules.ts';
import {
  forgetMemories,
  leaseAndForget,
  noteCleanups,
  noteDeliveries,
  noteInEnvironment,
  noteOfReconcile,
  readTable,
  storeDefinitions,
} from './state-table.ts';
import { allow, allowing, type Statement } from './statement.ts';

/** With `access: cluster` every service of a cluster is named at once, those of tomorrow too. */
const reached = ({ resources, access }: Definition): readonly Resource[] =>
  access?.services === 'cluster'
    ? resources.map((one) => (one.kind === 'ecs-service' ? { ...one, service: '*' } : one))
    : resources;

export const observeResources = (definition: Definition, arn: Arn): Statement[] =>
  allowing(permissionsFor('observe', reached(definition), arn));

export const changeResources = (action: Action, definition: Definition, arn: Arn): Statement[] =>
  allowing(permissionsFor(action, reached(definition), arn));

/** What every function does: look at the environment, read what was kept and said, say something, keep alarms in step. */
const observing = (name: FunctionName, definition: Definition, arn: Arn): Statement[] => {
  const { environment } = definition;
  return [
    ...observeResources(definition, arn),
    ...readTable(environment, arn),
    ...(name === 'reconcile' ? noteOfReconcile : noteInEnvironment)(environment, arn),
    ...publishToOperators(environment, arn),
    ...readEnvironmentSwitch(environment, arn),
    ...muteAlarms(definition, arn),
    ...functionLogs(functionNamesOf(environment, name), arn),
  ];
};

/** Only what the definition names may be changed, also where an event names another environment. */
const runPermissions = (action: Action, definition: Definition, arn: Arn): Statement[] => [
  ...observing(action, definition, arn),
  ...changeResources(action, definition, arn),
  ...unmuteAlarms(definition, arn),
  ...lookAtAlarms(definition),
  ...lookAtRules(definition, arn),
  ...leaseAndForget(definition.environment, arn),
  ...durableExecution(functionNamesOf(definition.environment, action), arn),
];

/** Reconcile changes no resource itself: it has one of the runs do it. */
const reconcilePermissions = (definition: Definition, arn: Arn): Statement[] => [
  ...observing('reconcile', definition, arn),
  // For what a stop could not mute.
  ...lookAtAlarms(definition),
  ...invokeRuns(definition.environment, arn),
  ...keepSchedules(definition.environment, arn),
  ...refreshCalendars(definition, arn),
  ...askForCosts(definition),
];

/** It stores definitions and keeps the schedules in step; of the environment itself it may do nothing at all. */
const controlPermissions = (definition: Definition, arn: Arn): Statement[] => {
  const { environment } = definition;
  return [
    ...readTable(environment, arn),
    ...storeDefinitions(environment, arn),
    ...forgetMemories(environment, arn),
    ...keepSchedules(environment, arn),
    ...readChangeCalendars(definition, arn),
    ...functionLogs(functionNamesOf(environment, 'control'), arn),
  ];
};

/** It says what happens and changes nothing: of the table it needs what it keeps, of the environment nothing at all. */
const alarmNotifyPermissions = (definition: Definition, arn: Arn): Statement[] => [
  ...deliverNotifications(definition, arn),
  ...readTable(definition.environment, arn),
  ...noteDeliveries(definition.environment, arn),
  ...functionLogs(functionNamesOf(definition.environment, 'alarm-notify'), arn),
];

/** Of the environment itself only the topics that its definition names. */
const cleanupPermissions = (environment: string, cleanup: CleanupDefinition, arn: Arn): Statement[] => [
  ...cleanupTopics(cleanup, arn),
  ...readTable(environment, arn),
  ...noteCleanups(environment, arn),
  ...publishToOperators(environment, arn),
  ...functionNetwork(functionNamesOf(environment, 'cleanup'), arn),
  ...functionLogs(functionNamesOf(environment, 'cleanup'), arn),
];

/** What Lambda puts in a function's name into the queue of what it failed at. */
const deadLetters = (environment: string, name: FunctionName, arn: Arn): Statement =>
  allow(['sqs:SendMessage'], [arn('sqs', functionNamesOf(environment, name).deadLetters)]);

/** Of every function that an environment has, all that its role may do. */
export const rightsOf = (definition: Definition, arn: Arn): ReadonlyMap<FunctionName, readonly Statement[]> => {
  const { environment, cleanup } = definition;
  const own: [FunctionName, Statement[]][] = [
    ['start', runPermissions('start', definition, arn)],
    ['stop', runPermissions('stop', definition, arn)],
    ['reconcile', reconcilePermissions(definition, arn)],
    ['alarm-notify', alarmNotifyPermissions(definition, arn)],
    ['control', controlPermissions(definition, arn)],
    ...(cleanup ? [['cleanup', cleanupPermissions(environment, cleanup, arn)] as [FunctionName, Statement[]]] : []),
  ];
  return new Map(own.map(([name, statements]) => [name, [...statements, deadLetters(environment, name, arn)]]));
};
