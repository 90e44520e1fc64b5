// The calls of shared/notify/{queue,email-copy,alarms-now}.ts, shared/core/aws/secret-value.ts and of shared/notify/delivery/dynamodb-notifications.ts, and what Lambda
// does in the name of the function to receive messages from its queue.
import type { Arn } from '#core/aws/arn.ts';
import { functionNamesOf, namesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { allTargets, secretOf } from '#definition/targets.ts';
import { allow, type Statement } from './statement.ts';

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/**
 * Whoever keeps one below `curfew/ENVIRONMENT/` has all of them there readable, so that another destination needs no stack; others by
 * name. Secrets Manager ends the ARN of a secret in six characters of its own choice.
 */
const readSecrets = (definition: Definition, arn: Arn): Statement[] => {
  const own = `curfew/${definition.environment}/`;
  const secrets = distinct(allTargets(definition).flatMap((target) => secretOf(target) ?? []));
  const patterns = distinct(secrets.map((name) => (name.startsWith(own) ? `${own}*` : `${name}-??????`)));
  const arns = patterns.map((pattern) => arn('secretsmanager', `secret:${pattern}`));
  return arns.length === 0 ? [] : [allow(['secretsmanager:GetSecretValue'], arns)];
};

const publishToMailboxes = (definition: Definition, arn: Arn): Statement[] => {
  const destinations = allTargets(definition).flatMap((target) => (target.kind === 'email' ? target.topic : []));
  const copies = definition.notifications.routes.flatMap(({ emailCopy }) => emailCopy ?? []);
  const topics = distinct([...destinations, ...copies].map((topic) => arn('sns', topic)));
  return topics.length === 0 ? [] : [allow(['sns:Publish'], topics)];
};

const workOff = ({ environment }: Definition, arn: Arn): Statement[] => {
  const queue = arn('sqs', namesOf(environment).notifications);
  const deadLetters = arn('sqs', functionNamesOf(environment, 'alarm-notify').deadLetters);
  return [
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue]),
    allow(['sqs:SendMessage'], [queue, deadLetters]),
  ];
};

export const deliverNotifications = (definition: Definition, arn: Arn): Statement[] => [
  ...readSecrets(definition, arn),
  ...publishToMailboxes(definition, arn),
  ...workOff(definition, arn),
  // Composite alarms, and what they are made of, are shown only to those who may see all alarms.
  allow(['cloudwatch:DescribeAlarms'], ['*']),
];
