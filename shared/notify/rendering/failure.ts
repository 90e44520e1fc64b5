// Functions that failed, and what they left behind. A dead letter is shown as what it is about, marked: it may be the only
// time that anybody gets to see it.
import type { DeadLetter, LambdaFailure, Notification } from '#core/notification.ts';
import { renderNumber } from '../sources/cloudwatch-alarm/threshold.ts';
import { functionLink } from './console-link.ts';
import { code, type Escaped, joined, line, mrkdwn } from './escape.ts';
import { colorOf, laidOut, named, optional, when } from './layout.ts';
import { context, messageOf, type SlackMessage, section } from './message.ts';
import type { Reader } from './reader.ts';

const conditions = new Map<string, Escaped>(
  Object.entries({
    RetriesExhausted: mrkdwn`failed each time it was tried`,
    EventAgeExceeded: mrkdwn`did not get to it in time`,
  }),
);

export const renderLambdaFailure = (
  notification: Notification,
  detail: LambdaFailure,
  reader: Reader,
): SlackMessage => {
  const { condition = '', attempts, errorType, errorMessage, requestId } = detail;
  const error = joined(
    [...optional(errorType, 100).map((type) => mrkdwn`*${type}*`), ...optional(errorMessage, 1_500)],
    ': ',
    1_800,
  );
  return laidOut(notification, reader, {
    headline: mrkdwn`🔴 function ${named(notification.name)} ${conditions.get(condition) ?? mrkdwn`failed`}`,
    blocks: error === '' ? [] : [section(error)],
    facts: [
      ...when(notification.at, reader),
      ...(attempts === undefined ? [] : [mrkdwn`${renderNumber(attempts)} attempts`]),
      ...(requestId === undefined ? [] : [mrkdwn`request ${code(requestId, 80)}`]),
    ],
    links: functionLink(notification, notification.name),
  });
};

/** `original` is the message of what it is about. */
export const renderDeadLetter = (
  notification: Notification,
  detail: DeadLetter,
  original: SlackMessage,
): SlackMessage => {
  const { errorCode, errorMessage, requestId } = detail;
  const why = [
    mrkdwn`a function gave this up`,
    ...optional(errorMessage, 400),
    ...optional(errorCode, 60).map((status) => mrkdwn`error ${status}`),
    ...(requestId === undefined ? [] : [mrkdwn`request ${code(requestId, 80)}`]),
  ];
  return messageOf(mrkdwn`📪 not worked off: ${original.text}`, colorOf(notification), [
    context(joined(why, ' · ', 800)),
    ...original.attachments.flatMap(({ blocks }) => blocks),
  ]);
};

export const renderCleanupReport = (
  notification: Notification,
  { outcome, reason }: { readonly outcome: string; readonly reason: string | undefined },
  reader: Reader,
): SlackMessage =>
  laidOut(notification, reader, {
    headline: mrkdwn`🧹 Kafka cleanup: ${line(outcome, 60)}`,
    blocks: optional(reason, 1_500).map(section),
  });
