// Findings of GuardDuty.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { findingsLink } from '#notify/rendering/console-link.ts';
import { code, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, paragraph, when } from '#notify/rendering/layout.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderNumber } from '../cloudwatch-alarm/threshold.ts';
import type { GuardDutyFinding } from './detail.ts';

export const renderGuardDuty = (
  notification: AnyNotification,
  detail: GuardDutyFinding,
  reader: Reader,
): SlackMessage => {
  const { type, text, score, count, firstSeen, lastSeen } = detail;
  const first = when(firstSeen, reader).map((time) => mrkdwn`first ${time}`);
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} GuardDuty: ${line(notification.name, 400)}`,
    blocks: paragraph(text, 2_000),
    facts: [
      code(type, 150),
      ...(score === undefined ? [] : [mrkdwn`severity ${renderNumber(score)}`]),
      ...(count === undefined
        ? []
        : [mrkdwn`seen ${renderNumber(count)} ${count === 1 ? mrkdwn`time` : mrkdwn`times`}`]),
      ...first,
      ...when(lastSeen ?? notification.at, reader).map((time) => mrkdwn`last ${time}`),
    ],
    links: findingsLink(notification),
  });
};
