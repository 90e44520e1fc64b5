// The Lambda `alarm-notify` of one environment with the queue in front of it: what the topics say waits there until Slack has
// taken it.
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deliveryLimits } from '#core/delivery-limits.ts';
import { functionNamesOf, namesOf } from '#core/deployed.ts';
import { arnsIn } from '../iam/statements.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { environmentFunction, type Surroundings } from './environment-function.ts';

type AlarmNotifyFunctionProps = Omit<Surroundings, 'deadLetters'>;

const { batchSize, functionSeconds, receivesMax, retentionSeconds, visibilitySeconds } = deliveryLimits;

/** A reminder waits for 15 minutes at most before the queue shows it; what is older than this waits for Slack. */
const waitedTooLong = Duration.minutes(20);

const queueIn = (scope: Construct, environment: string, deadLetters: IQueue): Queue =>
  new Queue(scope, 'Queue', {
    queueName: namesOf(environment).notifications,
    visibilityTimeout: Duration.seconds(visibilitySeconds),
    retentionPeriod: Duration.seconds(retentionSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: receivesMax },
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });

/** Of its own: what is in it is no news about a function, but messages that people still want to have said. */
const deadLettersIn = (
  scope: Construct,
  { definition: { environment }, mailboxes }: AlarmNotifyFunctionProps,
): IQueue =>
  new DeadLetterQueue(scope, 'DeadLetters', {
    name: functionNamesOf(environment, 'alarm-notify').deadLetters,
    meaning:
      `Messages about ${environment} that Slack rejected or did not accept for days. Read them in the queue by hand, ` +
      `and the reason in ${functionNamesOf(environment, 'alarm-notify').logGroup}; after the fix, redrive them to ` +
      `${namesOf(environment).notifications}.`,
    tell: [mailboxes],
  }).queue;

const functionIn = (scope: Construct, props: AlarmNotifyFunctionProps, deadLetters: IQueue): LambdaFunction => {
  const { definition, mailboxes } = props;
  const { environment } = definition;
  return environmentFunction(scope, {
    ...props,
    name: 'alarm-notify',
    deadLetters,
    // Not by Slack: what could not be said there is what this is about.
    tell: [mailboxes],
    // Messages come again by themselves.
    failingPeriods: 3,
    environment: { ENVIRONMENT: environment, TOPIC_ARN_PREFIX: arnsIn(Stack.of(scope))('sns', '').replace(/:$/, '') },
    lambda: {
      description: `Curfew: sends notifications about ${environment}`,
      timeout: Duration.seconds(functionSeconds),
    },
  });
};

/** SQS says by it who sent a message, and nobody can choose it: how the function knows its own reminders. */
const roleIdOf = (scope: Construct): string => {
  const role = scope.node.findChild('Role');
  if (!(role instanceof Role)) throw new Error('every function of an environment has a role of its own');
  return role.roleId;
};

/** Long before anything is lost, and while everything that waits will still arrive once the reason is gone. */
const tellOfWaiting = (scope: Construct, queue: Queue, { definition, mailboxes }: AlarmNotifyFunctionProps): void => {
  const { environment } = definition;
  const alarm = new Alarm(scope, 'Waiting', {
    alarmName: `${namesOf(environment).notifications}-waiting`,
    alarmDescription:
      `Slack has not accepted a message about ${environment} for ${waitedTooLong.toMinutes()} minutes. No message is lost: they ` +
      `arrive when Slack or the webhook's secret works again. The reason is in ` +
      `${functionNamesOf(environment, 'alarm-notify').logGroup}.`,
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
    threshold: waitedTooLong.toSeconds(),
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(mailboxes));
  alarm.addOkAction(new SnsAction(mailboxes));
};

/** With the envelope of SNS: its id is the same when it delivers twice, and its time says how late a message comes. */
const hear = (scope: Construct, id: string, queue: Queue, topicArn: string): void => {
  const { policyDependable } = queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': topicArn } },
    }),
  );
  const subscription = new CfnSubscription(scope, id, {
    topicArn,
    protocol: 'sqs',
    endpoint: queue.queueArn,
    rawMessageDelivery: false,
  });
  if (policyDependable) subscription.node.addDependency(policyDependable);
};

const listen = (scope: Construct, queue: Queue, { definition, operatorTopic }: AlarmNotifyFunctionProps): void => {
  hear(scope, 'Hears', queue, operatorTopic.topicArn);
  const arn = arnsIn(Stack.of(scope));
  for (const name of definition.notifications.topics ?? []) hear(scope, `Hears-${name}`, queue, arn('sns', name));
};

export class AlarmNotifyFunction extends Construct {
  constructor(scope: Construct, id: string, props: AlarmNotifyFunctionProps) {
    super(scope, id);
    const deadLetters = deadLettersIn(this, props);
    const lambda = functionIn(this, props, deadLetters);
    const queue = queueIn(this, props.definition.environment, deadLetters);
    lambda.addEnvironment('ROLE_ID', roleIdOf(this));
    lambda.addEnvironment('QUEUE_URL', queue.queueUrl);
    lambda.addEnvironment('DEAD_LETTER_QUEUE_URL', deadLetters.queueUrl);
    new EventSourceMapping(this, 'FromQueue', {
      target: lambda,
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      // The least that Lambda knows. The pace of a webhook is kept in the state table; a reserved concurrency of one would
      // throw messages back unread, and each time costs one of the tries that a long outage needs.
      maxConcurrency: 2,
    });
    tellOfWaiting(this, queue, props);
    listen(this, queue, props);
  }
}
