// Functions that failed.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { functionLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, joined, mrkdwn } from '#notify/rendering/escape.ts';
import { laidOut, named, optional, when } from '#notify/rendering/layout.ts';
import { type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderNumber } from '../cloudwatch-alarm/threshold.ts';
import type { LambdaFailure } from './detail.ts';

const conditions = new Map<string, Escaped>(
  Object.entries({
    RetriesExhausted: mrkdwn`failed on every attempt`,
    EventAgeExceeded: mrkdwn`did not process it in time`,
  }),
);

export const renderLambdaFailure = (
  notification: AnyNotification,
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
    logGroup: `/aws/lambda/${notification.name}`,
  });
};
