// A copy to the mailboxes that subscribe to a topic.
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { hopsAttribute } from '#core/hops.ts';
import { mailLines } from '../destinations/content.ts';
import type { SlackMessage } from '../rendering/message.ts';

/** `hops`: how often it has been sent on, this time included. The topic may be one that Curfew listens to. */
export type EmailCopy = (topic: string, subject: string, message: SlackMessage, hops: number) => Promise<void>;

/** SNS takes ASCII without line breaks, 100 characters at most, as a subject, and refuses anything else. */
export const emailSubject = (text: string): string =>
  text
    .replace(/\s*·\s*/g, ' - ')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 100) || 'Curfew';

/** `arnPrefix` is what the ARNs of all topics here begin with. Throws the SDK's errors. */
export const emailCopies =
  (client: Pick<SNSClient, 'send'>, arnPrefix: () => string): EmailCopy =>
  async (topic, subject, message, hops) => {
    const TopicArn = `${arnPrefix()}:${topic}`;
    const Message = mailLines(message).join('\n');
    const MessageAttributes = { [hopsAttribute]: { DataType: 'String', StringValue: String(hops) } };
    await client.send(new PublishCommand({ TopicArn, Subject: emailSubject(subject), Message, MessageAttributes }));
  };
