// The operator topic: where every report goes, for people's mailboxes and for alarm-notify.
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notice } from '#domain/notice.ts';
import type { Report } from '#domain/report.ts';

/** SNS cuts nothing: a subject is ASCII without line breaks, 100 characters at most. */
const subjectOf = (message: Report | Notice): string =>
  (message.kind === 'curfew-report'
    ? `${message.environment} ${message.action}: ${message.outcome}`
    : `${message.environment}: ${message.notice}`
  ).slice(0, 100);

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Publishes a report or a notice as JSON. Attributes allow subscriptions to filter. Throws the SDK's errors. */
export const operatorTopic =
  (client: Pick<SNSClient, 'send'>, topicArn: string) =>
  async (message: Report | Notice): Promise<void> => {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(message),
        Message: JSON.stringify(message),
        MessageAttributes: {
          kind: text(message.kind),
          environment: text(message.environment),
          outcome: text(message.kind === 'curfew-report' ? message.outcome : message.notice),
        },
      }),
    );
  };
