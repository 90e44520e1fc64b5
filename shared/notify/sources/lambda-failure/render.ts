// Functions that failed.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { functionLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, when } from '#notify/rendering/layout.ts';
import { type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderNumber } from '../cloudwatch-alarm/threshold.ts';
import type { LambdaFailure } from './detail.ts';

const conditions = new Map<string, Escaped>(
  Object.entries({
    Success: mrkdwn`succeeded`,
    RetriesExhausted: mrkdwn`failed on every attempt`,
    RetryAttemptsExhausted: mrkdwn`failed on every attempt`,
    RecordAgeExceeded: mrkdwn`did not process it in time`,
    EventAgeExceeded: mrkdwn`did not process it in time`,
  }),
);

export const renderLambdaFailure = (
  notification: AnyNotification,
  detail: LambdaFailure,
  reader: Reader,
): SlackMessage => {
  const { what, condition = '', attempts, errorType, errorMessage, requestId } = detail;
  const error = joined(
    [...optional(errorType, 100).map((type) => mrkdwn`*${type}*`), ...optional(errorMessage, 1_500)],
    ': ',
    1_800,
  );
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} ${line(what, 20)} ${named(notification.name)} ${conditions.get(condition) ?? mrkdwn`failed`}`,
    blocks: error === '' ? [] : [section(error)],
    facts: [
      ...when(notification.at, reader),
      ...(attempts === undefined ? [] : [mrkdwn`${renderNumber(attempts)} attempts`]),
      ...(requestId === undefined ? [] : [mrkdwn`request ${code(requestId, 80)}`]),
    ],
    ...(what === 'pipe'
      ? {}
      : { links: functionLink(notification, notification.name), logGroup: `/aws/lambda/${notification.name}` }),
  });
};
