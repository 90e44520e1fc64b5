// What the code of a function calls against what its role allows, both ways.
import {
  actionsOf,
  byLambda,
  byLambdaInVpc,
  changesOfKinds,
  type Deployable,
  onlyIn,
  permissionsOf,
} from '../statements.ts';
import type { Deployed } from '../synthesised.ts';

/**
 * Calls in the code of a function that it never gets to: reconcile leaves leases, memories and the end of a mute to runs; a
 * start lifts the rules that a stop recorded, without a look at the alarms; the store that alarm-notify asks for expectations
 * knows more than it is asked; cleanup is refused whose transaction is open, for it is not to read what is in topics, and then
 * asks nothing more of transactions.
 */
export const unreached: Readonly<Record<Deployable, readonly string[]>> = {
  start: ['events:ListEventBuses'],
  stop: ['events:ListEventBuses'],
  reconcile: [
    'events:ListEventBuses',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'cloudwatch:GetAlarmMuteRule',
    'cloudwatch:ListAlarmMuteRules',
    'cloudwatch:DeleteAlarmMuteRule',
    // Only the command asks whether the tag has values.
    'ce:GetTags',
  ],
  'alarm-notify': ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  // It knows resources by their definitions and memories alone.
  control: ['application-autoscaling:DescribeScheduledActions', 'rds:DescribeBlueGreenDeployments'],
  cleanup: ['kafka-cluster:ReadData'],
};

/** What Lambda does in a function's name. */
const lambdaOf: Readonly<Record<Deployable, readonly string[]>> = {
  start: byLambda,
  stop: byLambda,
  // What hands a schedule the role that it invokes with.
  reconcile: [...byLambda, 'iam:PassRole'],
  // It also takes the messages from the queue.
  'alarm-notify': [...byLambda, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  control: [...byLambda, 'iam:PassRole'],
  cleanup: [...byLambda, ...byLambdaInVpc],
};

/** Changes of kinds of resources that the code has in it and leaves to others: to the other run, or to both. */
const leftToOthers = (name: Deployable): readonly string[] => {
  if (name === 'start') return onlyIn('stop');
  // Their own schedules are set by the same call as those of an environment.
  return name === 'stop' ? onlyIn('start') : changesOfKinds.filter((call) => call !== 'scheduler:UpdateSchedule');
};

const neededBy = (name: Deployable, calls: ReadonlySet<string>): Set<string> => {
  const left = [...leftToOthers(name), ...unreached[name]];
  return new Set([...[...calls].filter((call) => !left.includes(call)), ...lambdaOf[name]]);
};

/** What is called and not allowed, and what is allowed and never called. */
export const permissionGaps = (name: Deployable, deployed: Deployed, calls: ReadonlySet<string>): string[] => {
  const needed = neededBy(name, calls);
  const allowed = actionsOf(permissionsOf(deployed, name));
  return [
    ...[...needed].filter((call) => !allowed.has(call)).map((call) => `${call} is called and not allowed`),
    ...[...allowed].filter((call) => !needed.has(call)).map((call) => `${call} is allowed and never called`),
  ].sort();
};
