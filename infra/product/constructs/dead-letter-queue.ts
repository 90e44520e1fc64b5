// A dead-letter queue that people hear of as soon as something is in it.
import { Duration, Validations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
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
