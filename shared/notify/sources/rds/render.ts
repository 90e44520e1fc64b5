// Events of databases and caches.
import type { ElastiCacheEvent, Notification, RdsEvent } from '#core/notification.ts';
import { databaseLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, paragraph, when } from '#notify/rendering/layout.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';

const sevenDays: readonly (string | undefined)[] = ['RDS-EVENT-0153', 'RDS-EVENT-0154'];

const summary = ({ eventId, text }: RdsEvent): Escaped =>
  sevenDays.includes(eventId) ? mrkdwn`was started by AWS after seven days stopped` : line(text, 300);

export const renderRds = (notification: Notification, detail: RdsEvent, reader: Reader): SlackMessage => {
  const { eventId, sourceType, text } = detail;
  const isCluster = sourceType === 'db-cluster';
  const said = sevenDays.includes(eventId) || text.length > 250;
  const isDatabase = sourceType === undefined || isCluster || sourceType === 'db-instance';
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} ${named(notification.name)} ${summary(detail)}`,
    blocks: said ? paragraph(text, 1_500) : [],
    facts: [...when(notification.at, reader), ...(eventId === undefined ? [] : [code(eventId, 60)])],
    links: isDatabase ? databaseLink(notification, notification.name, isCluster) : [],
  });
};

/** `CacheNodeReplaceComplete` → "cache node replace complete" */
const words = (event: string): string => event.replace(/([a-z])(?=[A-Z])/g, '$1 ').toLowerCase();

export const renderElastiCache = (
  notification: Notification,
  detail: ElastiCacheEvent,
  reader: Reader,
): SlackMessage => {
  const { event, text } = detail;
  const isName = text === notification.name;
  return laidOut(notification, reader, {
    headline: isName
      ? mrkdwn`${iconOf(notification)} ${named(notification.name)} ${line(words(event), 200)}`
      : mrkdwn`${iconOf(notification)} ElastiCache: ${line(words(event), 200)}`,
    blocks: isName
      ? []
      : paragraph(text, 2_000)
          .slice(0, 1)
          .map((block) => block),
    facts: [...when(notification.at, reader), code(`ElastiCache:${event}`, 120)],
  });
};
