// The operator topic: where every report goes, for people's mailboxes and for alarm-notify.
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { calling } from './aws/errors.ts';
import { boundedText } from './bounded-message.ts';
import type { CleanupReport } from './cleanup-report.ts';
import type { Notice } from './notice.ts';
import type { Report } from './report.ts';

/** Of money, and of investigations, no more is asked here than where they belong: most functions know nothing of them. */
type AboutMonth = {
  readonly kind: 'curfew-savings' | 'curfew-costs';
  readonly environment: string;
  readonly month: string;
};
type AboutInvestigation = {
  readonly kind: 'curfew-investigation';
  readonly environment: string;
  readonly outcome: string;
};

type Message = Report | Notice | CleanupReport | AboutMonth | AboutInvestigation;

/** What it is about and how it ended: the subject of a mail, and what subscriptions may filter by. */
const gist = (message: Message): { readonly environment: string; readonly title: string; readonly outcome: string } => {
  const { environment = 'kafka' } = message;
  switch (message.kind) {
    case 'curfew-report':
      return { environment, title: `${environment} ${message.action}`, outcome: message.outcome };
    case 'curfew-cleanup-report':
      return { environment, title: `${environment} Kafka cleanup`, outcome: message.outcome };
    case 'curfew-notice':
      return { environment, title: environment, outcome: message.notice };
    case 'curfew-savings':
    case 'curfew-costs':
      return { environment, title: `${environment} ${message.kind.slice(7)}`, outcome: message.month };
    case 'curfew-investigation':
      return { environment, title: `${environment} investigation`, outcome: message.outcome };
  }
};

/** SNS cuts nothing: a subject is ASCII without line breaks, 100 characters at most. */
const subjectOf = ({ title, outcome }: ReturnType<typeof gist>): string => `${title}: ${outcome}`.slice(0, 100);

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Publishes a report, a notice or a month's savings as JSON. Attributes allow subscriptions to filter. Throws `OperationError`. */
export const operatorTopic =
  (client: Pick<SNSClient, 'send'>, topicArn: string) =>
  async (message: Message): Promise<void> => {
    const about = gist(message);
    await calling('publish', () =>
      client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subjectOf(about),
          Message: boundedText(message),
          MessageAttributes: {
            kind: text(message.kind),
            environment: text(about.environment),
            outcome: text(about.outcome),
          },
        }),
      ),
    );
  };
