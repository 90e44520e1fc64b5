// A dead letter is shown as what it is about, marked: it may be the only time that anybody gets to see it.
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { code, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { colorOf, optional } from '#notify/rendering/layout.ts';
import { context, messageOf, type SlackMessage } from '#notify/rendering/message.ts';
import type { DeadLetter } from './detail.ts';

/** `original` is the message of what it is about. */
export const renderDeadLetter = (
  notification: AnyNotification,
  detail: DeadLetter,
  original: SlackMessage,
): SlackMessage => {
  const { errorCode, errorMessage, requestId, sender, target } = detail;
  const why = [
    sender === undefined ? mrkdwn`a function gave up on this` : mrkdwn`${line(sender, 100)} could not deliver this`,
    ...optional(target, 200).map((name) => mrkdwn`to ${name}`),
    ...optional(errorMessage, 400),
    ...optional(errorCode, 60).map((status) => mrkdwn`error ${status}`),
    ...(requestId === undefined ? [] : [mrkdwn`request ${code(requestId, 80)}`]),
  ];
  return messageOf(
    mrkdwn`📪 not ${sender === undefined ? mrkdwn`processed` : mrkdwn`delivered by ${line(sender, 100)}`}: ${original.text}`,
    colorOf(notification),
    [context(joined(why, ' · ', 800)), ...original.attachments.flatMap(({ blocks }) => blocks)],
  );
};
