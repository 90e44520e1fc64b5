// E-mail: an SNS topic to which mailboxes subscribe.
import type { Target } from '#definition/destinations.ts';
import { failedForNow } from '../../delivery/delivery.ts';
import { emailSubject } from '../../delivery/email-copy.ts';
import { contentOf, mailLines, oneLine, textOf } from '../content.ts';
import type { MakeDestination, Outgoing } from '../destination.ts';

const subjectOf = ({ message }: Outgoing): string => oneLine(textOf(contentOf(message).title), 300);

export const destination: MakeDestination<'email'> = ({ mail }) => ({
  render: ({ topic }: Target<'email'>, outgoing: Outgoing) => ({
    topic,
    subject: emailSubject(subjectOf(outgoing)),
    message: mailLines(outgoing.message).join('\n'),
  }),
  async send({ topic }, outgoing) {
    try {
      await mail(topic, subjectOf(outgoing), outgoing.message, outgoing.hops ?? 1);
      return { kind: 'delivered' };
    } catch (error) {
      return failedForNow(`SNS rejected it: ${error instanceof Error ? error.name : 'unknown error'}`);
    }
  },
});
