// All that one function of an environment may do.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Action } from '#core/action.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import { type FunctionName, functionNamesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { permissionsFor } from '#kinds/permissions.ts';
import { cleanupTopics } from './cleanup-topics.ts';
import { lookAtAlarms, lookAtRules, muteAlarms, unmuteAlarms } from './cloudwatch-alarms.ts';
import { durableExecution } from './durable-execution.ts';
import { readEnvironmentSwitch } from './environment-switch.ts';
import { functionLogs } from './function-logs.ts';
import { functionNetwork } from './function-network.ts';
import { invokeRuns } from './invoke-runs.ts';
import { deliverNotifications } from './notifications.ts';
import { publishToOperators } from './operator-topic.ts';
import { leaseAndForget, noteCleanups, noteDeliveries, noteInEnvironment, readTable } from './state-table.ts';
import { allowing } from './statements.ts';

export const observeResources = ({ resources }: Definition, arn: Arn): PolicyStatement[] =>
  allowing(permissionsFor('observe', resources, arn));

export const changeResources = (action: Action, { resources }: Definition, arn: Arn): PolicyStatement[] =>
  allowing(permissionsFor(action, resources, arn));

/** What every function does: look at the environment, read what was kept and said, say something, keep alarms in step. */
const observing = (name: FunctionName, definition: Definition, arn: Arn): PolicyStatement[] => {
  const { environment } = definition;
  return [
    ...observeResources(definition, arn),
    ...readTable(environment, arn),
    ...noteInEnvironment(environment, arn),
    ...publishToOperators(environment, arn),
    ...readEnvironmentSwitch(environment, arn),
    ...muteAlarms(definition, arn),
    ...functionLogs(functionNamesOf(environment, name), arn),
  ];
};

/**
 * Only what the definition names may be changed. The code of a function knows every environment's definition, so this
 * is also what keeps an event that names another environment from reaching it.
 */
export const runPermissions = (action: Action, definition: Definition, arn: Arn): PolicyStatement[] => [
  ...observing(action, definition, arn),
  ...changeResources(action, definition, arn),
  ...unmuteAlarms(definition, arn),
  ...lookAtAlarms(definition),
  ...lookAtRules(definition, arn),
  ...leaseAndForget(definition.environment, arn),
  ...durableExecution(functionNamesOf(definition.environment, action), arn),
];

/** Reconcile changes no resource itself: it has one of the runs do it. */
export const reconcilePermissions = (definition: Definition, arn: Arn): PolicyStatement[] => [
  ...observing('reconcile', definition, arn),
  // For what a stop could not mute.
  ...lookAtAlarms(definition),
  ...invokeRuns(definition.environment, arn),
];

/** It says what happens and changes nothing: of the table it needs what it keeps, of the environment nothing at all. */
export const alarmNotifyPermissions = (definition: Definition, arn: Arn): PolicyStatement[] => [
  ...deliverNotifications(definition, arn),
  ...readTable(definition.environment, arn),
  ...noteDeliveries(definition.environment, arn),
  ...functionLogs(functionNamesOf(definition.environment, 'alarm-notify'), arn),
];

/** Of the environment itself nothing but the topics that its definition names. */
export const cleanupPermissions = (environment: string, cleanup: CleanupDefinition, arn: Arn): PolicyStatement[] => [
  ...cleanupTopics(cleanup, arn),
  ...readTable(environment, arn),
  ...noteCleanups(environment, arn),
  ...publishToOperators(environment, arn),
  ...functionNetwork(functionNamesOf(environment, 'cleanup'), arn),
  ...functionLogs(functionNamesOf(environment, 'cleanup'), arn),
];
