// The operator topic: where every report goes, for people's mailboxes and for alarm-notify.
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Report } from '#domain/report.ts';

/** SNS cuts nothing: a subject is ASCII without line breaks, 100 characters at most. */
const subjectOf = ({ environment, action, outcome }: Report): string =>
  `${environment} ${action}: ${outcome}`.slice(0, 100);

/** Publishes a report as JSON. Attributes allow subscriptions to filter. Throws the SDK's errors. */
export const operatorTopic =
  (client: Pick<SNSClient, 'send'>, topicArn: string) =>
  async (report: Report): Promise<void> => {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(report),
        Message: JSON.stringify(report),
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: report.kind },
          environment: { DataType: 'String', StringValue: report.environment },
          outcome: { DataType: 'String', StringValue: report.outcome },
        },
      }),
    );
  };
