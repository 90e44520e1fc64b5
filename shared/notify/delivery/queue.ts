// The queue in front of `alarm-notify`, from behind: what is to come back later, and what no further try will help.
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Reminder } from '../reminders/reminder.ts';

export type NotificationQueue = {
  /** Comes back after the delay, 15 minutes at most: a longer one takes several turns. Throws the SDK's errors. */
  later(reminder: Reminder, delaySeconds: number): Promise<void>;
  /** Keeps what came in as it came, so that it can be moved back; `reason` goes beside it. Throws the SDK's errors. */
  deadLetter(body: string, reason: string): Promise<void>;
};

type QueueUrls = { readonly queueUrl: string; readonly deadLetterQueueUrl: string };

/** What SQS allows. */
const delaySecondsMax = 900;

/** SQS refuses control characters and half surrogate pairs, and an attribute that is empty. */
const sqsText = (text: string, lengthMax: number): string =>
  text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .slice(0, lengthMax)
    .toWellFormed() || 'no reason given';

/** Of what is kept beside a message that is given up. */
const reasonLengthMax = 1_000;

export const notificationQueue = (client: Pick<SQSClient, 'send'>, urls: () => QueueUrls): NotificationQueue => ({
  async later(reminder, delaySeconds) {
    const DelaySeconds = Math.min(delaySecondsMax, Math.max(0, Math.ceil(delaySeconds)));
    const MessageBody = JSON.stringify(reminder);
    await client.send(new SendMessageCommand({ QueueUrl: urls().queueUrl, MessageBody, DelaySeconds }));
  },
  async deadLetter(body, reason) {
    const MessageAttributes = { reason: { DataType: 'String', StringValue: sqsText(reason, reasonLengthMax) } };
    await client.send(
      new SendMessageCommand({ QueueUrl: urls().deadLetterQueueUrl, MessageBody: body, MessageAttributes }),
    );
  },
});
