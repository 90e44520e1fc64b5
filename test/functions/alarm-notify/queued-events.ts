// Events as SQS and SNS hand them to the function.
import { readFileSync } from 'node:fs';
import { ownBody } from '#test/support/notify-bench.ts';

export const report = (name: string): string => readFileSync(`test/fixtures/reports/${name}.json`, 'utf8');
export const inEnvironment = (environment: string): string =>
  JSON.stringify({ ...JSON.parse(report('done-stop')), environment });

/** Reports come by the operator topic of their environment. */
const environmentIn = (message: string): string => /"environment":\s*"([\w-]+)"/.exec(message)?.[1] ?? 'prod';

/** By the operator topic of its environment. */
export const said = (message: string): string => ownBody(JSON.parse(message));

export const envelope = (message: string, subject?: string) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '0f3d3c4e-8d1b-5c8e-9d2e-6a1f0c9b7e55',
    TopicArn: `arn:aws:sns:sa-east-1:111122223333:curfew-operators-${environmentIn(message)}`,
    Subject: subject,
    Message: message,
    Timestamp: '2026-11-20T23:19:57.000Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.sa-east-1.amazonaws.com/SimpleNotificationService-0000.pem',
    UnsubscribeURL: 'https://sns.sa-east-1.amazonaws.com/?Action=Unsubscribe',
  });

export const queuedFrom = (first: number, ...bodies: readonly unknown[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `sqs-${first + index}`,
    receiptHandle: 'EXAMPLE',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.parse('2026-11-20T23:19:58Z')) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:sa-east-1:111122223333:curfew-alarm-notify',
    awsRegion: 'sa-east-1',
  })),
});

export const queued = (...bodies: readonly unknown[]) => queuedFrom(0, ...bodies);

export const items = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
