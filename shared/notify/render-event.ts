// Any other event of EventBridge: what it says of itself if it says something, its detail as it came.
import type { Notification, OtherEvent } from '#domain/notification.ts';
import { code, codeBlock, line, mrkdwn } from './escape.ts';
import { type SlackMessage, section } from './message.ts';
import { parsedJson } from './recognise-json.ts';
import { iconOf, laidOut, named, optional, when } from './render-layout.ts';
import type { Reader } from './render-reader.ts';
import { laidOutJson } from './render-text.ts';

export const renderEvent = (notification: Notification, detail: OtherEvent, reader: Reader): SlackMessage => {
  const { eventSource, detailType, text, detail: json } = detail;
  const about = notification.name === detailType ? mrkdwn`` : mrkdwn` ${named(notification.name)}`;
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} ${line(detailType, 200)}${about}`,
    blocks: [
      ...optional(text, 800).map(section),
      ...(json === '{}' ? [] : [section(codeBlock(laidOutJson(parsedJson(json), json, 1_900), 1_900))]),
    ],
    facts: [...when(notification.at, reader), code(eventSource, 80)],
  });
};
