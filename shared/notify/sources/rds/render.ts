// Events of databases.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { databaseLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, paragraph, when } from '#notify/rendering/layout.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import type { RdsEvent } from './detail.ts';
import { isSevenDayRestart } from './events.ts';

const summary = ({ eventId, text }: RdsEvent): Escaped =>
  isSevenDayRestart(eventId) ? mrkdwn`was started by AWS after seven days stopped` : line(text, 300);

export const renderRds = (notification: AnyNotification, detail: RdsEvent, reader: Reader): SlackMessage => {
  const { eventId, sourceType, text } = detail;
  const isCluster = sourceType === 'db-cluster';
  const raw = isSevenDayRestart(eventId) || text.length > 250;
  const isDatabase = sourceType === undefined || isCluster || sourceType === 'db-instance';
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} ${named(notification.name)} ${summary(detail)}`,
    blocks: raw ? paragraph(text, 1_500) : [],
    facts: [
      ...when(notification.at, reader),
      ...optional(detail.category, 60),
      ...(eventId === undefined ? [] : [code(eventId, 60)]),
    ],
    links: isDatabase ? databaseLink(notification, notification.name, isCluster) : [],
  });
};
