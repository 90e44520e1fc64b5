// A copy to the mailboxes that subscribe to a topic.
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SlackMessage } from '../rendering/message.ts';
import { plainLines } from '../rendering/plain-text.ts';

export type EmailCopy = (topic: string, subject: string, message: SlackMessage) => Promise<void>;

/** SNS takes ASCII without line breaks, 100 characters at most, as a subject, and refuses anything else. */
export const emailSubject = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]/g, ' ')
    .trim()
    .slice(0, 100) || 'Curfew';

/** `arnPrefix` is what the ARNs of all topics here begin with. Throws the SDK's errors. */
export const emailCopies =
  (client: Pick<SNSClient, 'send'>, arnPrefix: () => string): EmailCopy =>
  async (topic, subject, message) => {
    const TopicArn = `${arnPrefix()}:${topic}`;
    const Message = plainLines(message).join('\n');
    await client.send(new PublishCommand({ TopicArn, Subject: emailSubject(subject), Message }));
  };
