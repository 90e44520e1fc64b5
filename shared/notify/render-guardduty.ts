// Findings of GuardDuty.
import type { GuardDutyFinding, Notification } from '#domain/notification.ts';
import { code, line, mrkdwn } from './escape.ts';
import type { SlackMessage } from './message.ts';
import { findingsLink } from './render-console-link.ts';
import { iconOf, laidOut, paragraph, when } from './render-layout.ts';
import type { Reader } from './render-reader.ts';
import { renderNumber } from './render-threshold.ts';

export const renderGuardDuty = (notification: Notification, detail: GuardDutyFinding, reader: Reader): SlackMessage => {
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
