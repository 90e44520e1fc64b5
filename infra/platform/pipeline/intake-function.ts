// The function that takes events from outside: its URL, the queue for when Kafka is away, and what can go to nobody.
import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnEventSourceMapping,
  CfnPermission,
  CfnUrl,
  FunctionUrlAuthType,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownAlarm } from '#infra/product/constructs/own-alarms.ts';
import { allow } from '#infra/product/iam/statements.ts';
import { type PipelineLambdaProps, pipelineLambda } from './pipeline-lambda.ts';

/** A request waits five seconds for Kafka and a moment for the queue; a batch from the queue takes longer. */
const timeout = Duration.seconds(60);
const memoryMegabytes = 512;
/** As long as SQS keeps a message. */
const kept = Duration.days(14);
/** With six minutes between deliveries, a day and a half without Kafka. */
const receivesMax = 360;

const queue = (scope: Construct, id: string, name: string, deadLetters?: Queue): Queue =>
  new Queue(scope, id, {
    queueName: name,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: kept,
    // AWS asks for six times the function's time-out.
    visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
    removalPolicy: RemovalPolicy.RETAIN,
    ...(deadLetters ? { deadLetterQueue: { queue: deadLetters, maxReceiveCount: receivesMax } } : {}),
  });

export class IntakeFunction extends Construct {
  constructor(scope: Construct, id: string, props: PipelineLambdaProps) {
    super(scope, id);
    const { names, tell } = props;
    const deadLetters = queue(this, 'DeadLetters', `${names.function}-dead-letters`);
    const waiting = queue(this, 'Queue', names.function, deadLetters);
    const ownQueue = allow(
      ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [waiting.queueArn],
    );
    const { lambda, role } = pipelineLambda(
      this,
      { ...props, rights: [...props.rights, ownQueue] },
      { memoryMegabytes, timeout, environment: { QUEUE_URL: waiting.queueUrl } },
    );
    new CfnEventSourceMapping(this, 'FromQueue', {
      functionName: lambda.functionName,
      eventSourceArn: waiting.queueArn,
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      // Events stay in order, and requests from outside find room.
      scalingConfig: { maximumConcurrency: 2 },
    }).node.addDependency(role);
    this.url(lambda);
    ownAlarm(this, 'Lost', {
      name: names.deadLetters,
      meaning:
        `Events from outside wait in ${deadLetters.queueName}: Kafka did not take them for more than a day. ` +
        'Once it does, start a redrive of the queue. See docs/events.md, "When Kafka is away".',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      tell: [tell],
    });
  }

  /** Open to everybody: a sender proves itself to the function. Since October 2025 a URL needs both permissions. */
  private url(lambda: LambdaFunction): void {
    const common = { functionName: lambda.functionArn, principal: '*' };
    const url = new CfnUrl(this, 'Url', { targetFunctionArn: lambda.functionArn, authType: FunctionUrlAuthType.NONE });
    new CfnPermission(this, 'MayUseUrl', {
      ...common,
      action: 'lambda:InvokeFunctionUrl',
      functionUrlAuthType: FunctionUrlAuthType.NONE,
    });
    new CfnPermission(this, 'MayInvokeByUrl', {
      ...common,
      action: 'lambda:InvokeFunction',
      invokedViaFunctionUrl: true,
    });
    new CfnOutput(this, 'IntakeUrl', {
      value: url.attrFunctionUrl,
      description: 'Where senders post their events, each with its name behind it',
    });
  }
}
