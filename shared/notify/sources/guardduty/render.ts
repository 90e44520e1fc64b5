// Findings of GuardDuty.

import type { NameAndValue } from '#core/notification.ts';
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { findingsLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, paragraph, when } from '#notify/rendering/layout.ts';
import { type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderNumber } from '../cloudwatch-alarm/threshold.ts';
import type { GuardDutyFinding } from './detail.ts';

const named = ({ name, value }: NameAndValue): Escaped => mrkdwn`${line(name, 40)} ${code(value, 300)}`;

export const renderGuardDuty = (
  notification: AnyNotification,
  detail: GuardDutyFinding,
  reader: Reader,
): SlackMessage => {
  const { id, type, affected, text, score, count, firstSeen, lastSeen } = detail;
  const first = when(firstSeen, reader).map((time) => mrkdwn`first ${time}`);
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} GuardDuty: ${line(notification.name, 400)}`,
    blocks: [
      ...(affected.length === 0 ? [] : [section(mrkdwn`*Affected:* ${joined(affected.map(named), ', ', 1_000)}`)]),
      ...paragraph(text, 2_000),
    ],
    facts: [
      code(type, 150),
      ...(score === undefined ? [] : [mrkdwn`severity ${renderNumber(score)}`]),
      ...(count === undefined
        ? []
        : [mrkdwn`seen ${renderNumber(count)} ${count === 1 ? mrkdwn`time` : mrkdwn`times`}`]),
      ...first,
      ...when(lastSeen ?? notification.at, reader).map((time) => mrkdwn`last ${time}`),
    ],
    links: findingsLink(notification, id),
  });
};
