// The calls of shared/notify/{queue,webhook-secret,email-copy,alarms-now}.ts and of shared/notify/delivery/dynamodb-notifications.ts, and what Lambda
// does in the name of the function to take messages from its queue.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { functionNamesOf, namesOf } from '#core/deployed.ts';
import type { Definition, SlackRoute } from '#definition/definition.ts';
import { allow } from './statements.ts';

const routesOf = ({ notifications: { slack, routes } }: Definition): SlackRoute[] => [
  slack,
  ...routes.flatMap((route) => route.slack ?? []),
];

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** Secrets Manager ends the ARN of a secret in six characters of its own choice. */
const readSecrets = (definition: Definition, arn: Arn): PolicyStatement[] => [
  allow(
    ['secretsmanager:GetSecretValue'],
    distinct(routesOf(definition).map(({ webhookSecret }) => arn('secretsmanager', `secret:${webhookSecret}-??????`))),
  ),
];

const copyToMailboxes = ({ notifications: { routes } }: Definition, arn: Arn): PolicyStatement[] => {
  const topics = distinct(routes.flatMap(({ emailCopy }) => (emailCopy === undefined ? [] : arn('sns', emailCopy))));
  return topics.length === 0 ? [] : [allow(['sns:Publish'], topics)];
};

const workOff = ({ environment }: Definition, arn: Arn): PolicyStatement[] => {
  const queue = arn('sqs', namesOf(environment).notifications);
  const deadLetters = arn('sqs', functionNamesOf(environment, 'alarm-notify').deadLetters);
  return [
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue]),
    allow(['sqs:SendMessage'], [queue, deadLetters]),
  ];
};

export const deliverNotifications = (definition: Definition, arn: Arn): PolicyStatement[] => [
  ...readSecrets(definition, arn),
  ...copyToMailboxes(definition, arn),
  ...workOff(definition, arn),
  // Composite alarms are shown only to those who may see all alarms.
  allow(['cloudwatch:DescribeAlarms'], ['*']),
];
