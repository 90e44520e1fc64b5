// Events of caches.
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { code, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, paragraph, when } from '#notify/rendering/layout.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import type { ElastiCacheEvent } from './detail.ts';

/** `CacheNodeReplaceComplete` → "cache node replace complete" */
const eventText = (event: string): string => event.replace(/([a-z])(?=[A-Z])/g, '$1 ').toLowerCase();

export const renderElastiCache = (
  notification: AnyNotification,
  detail: ElastiCacheEvent,
  reader: Reader,
): SlackMessage => {
  const { event, text } = detail;
  const isNamed = notification.name !== event;
  return laidOut(notification, reader, {
    headline: isNamed
      ? mrkdwn`${iconOf(notification)} ${named(notification.name)} ${line(eventText(event), 200)}`
      : mrkdwn`${iconOf(notification)} ElastiCache: ${line(eventText(event), 200)}`,
    blocks: text === notification.name ? [] : paragraph(text, 2_000),
    facts: [...when(notification.at, reader), code(`ElastiCache:${event}`, 120)],
  });
};
