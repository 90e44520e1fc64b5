// The dead-letter queues: people are notified as soon as something is in one.
import { Duration, Validations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { namesOf } from '#core/deployed.ts';
import { ownAlarm } from './own-alarms.ts';

type DeadLetterQueueProps = {
  readonly name: string;
  /** What it means that something is in the queue, and what to do. */
  readonly meaning: string;
  readonly tell: readonly ITopic[];
};

export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { name, meaning, tell }: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: name,
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    Validations.of(this.queue).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is a dead-letter queue' });
    ownAlarm(this, 'Alarm', {
      name,
      meaning,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      tell,
    });
  }
}

/** One for all functions that do something, and for the scheduler: an alarm for each of them would say no more than the message. */
export const sharedDeadLetters = (scope: Construct, environment: string, tell: readonly ITopic[]): Queue =>
  new DeadLetterQueue(scope, 'DeadLetters', {
    name: namesOf(environment).deadLetters,
    meaning:
      `A start, a stop, a look of reconcile or a cleanup of ${environment} died, perhaps without a report, or EventBridge Scheduler ` +
      'could not invoke it. The message says whose it is (`function`), its attributes why; the logs are in ' +
      `/aws/lambda/curfew-${environment}-<function>. Start or stop by hand if it is due, then purge the queue.`,
    tell,
  }).queue;
