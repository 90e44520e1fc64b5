// What the code of a function calls against what its role allows, both ways.
import type { Calls } from '../calls.ts';
import {
  actionsOf,
  byLambda,
  byLambdaInVpc,
  type Deployable,
  type FunctionName,
  permissionsOf,
} from '../statements.ts';
import type { Deployed } from '../synthesised.ts';

/** Changes that only one of the two runs asks for. Whatever is not listed here, both may do; reconcile does none. */
export const onlyOf: Readonly<Record<string, FunctionName>> = {
  'start-instance': 'start',
  'stop-instance': 'stop',
  'start-cluster': 'start',
  'stop-cluster': 'stop',
  'add-replicas': 'start',
  'remove-replicas': 'stop',
  'resume-connector': 'start',
  'pause-connector': 'stop',
};

/**
 * Calls in the code of a function that it never gets to: reconcile leaves leases, memories and the end of a mute to runs; a
 * start lifts the rules that a stop recorded, without a look at the alarms; the store that alarm-notify asks for expectations
 * knows more than it is asked.
 */
export const unreached: Readonly<Record<Deployable, readonly string[]>> = {
  start: ['cloudwatch:DescribeAlarms'],
  stop: [],
  reconcile: [
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:DeleteAlarmMuteRule',
  ],
  'alarm-notify': ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  cleanup: [],
};

/** What Lambda does in a function's name. */
const lambdaOf: Readonly<Record<Deployable, readonly string[]>> = {
  start: byLambda,
  stop: byLambda,
  reconcile: byLambda,
  // It also takes the messages from the queue.
  'alarm-notify': [...byLambda, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  cleanup: [...byLambda, ...byLambdaInVpc],
};

const isAskedBy = (name: Deployable, effect: string): boolean =>
  name !== 'reconcile' && (onlyOf[effect] ?? name) === name;

const neededBy = (name: Deployable, { all, perEffect }: Calls): Set<string> => {
  const others = [...perEffect].filter(([effect]) => !isAskedBy(name, effect)).flatMap(([, calls]) => calls);
  const made = [...all].filter((call) => ![...others, ...unreached[name]].includes(call));
  return new Set([...made, ...lambdaOf[name]]);
};

/** What is called and not allowed, and what is allowed and never called. */
export const permissionGaps = (name: Deployable, deployed: Deployed, calls: Calls): string[] => {
  const needed = neededBy(name, calls);
  const allowed = actionsOf(permissionsOf(deployed, name));
  return [
    ...[...needed].filter((call) => !allowed.has(call)).map((call) => `${call} is called and not allowed`),
    ...[...allowed].filter((call) => !needed.has(call)).map((call) => `${call} is allowed and never called`),
  ].sort();
};
