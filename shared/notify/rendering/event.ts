// Any other event of EventBridge: what it says of itself if it says something, its detail as it came.
import type { Notification, OtherEvent } from '#core/notification.ts';
import { parsedJson } from '../recognition/json.ts';
import { laidOutJson } from '../sources/text/render.ts';
import { code, codeBlock, line, mrkdwn } from './escape.ts';
import { iconOf, laidOut, named, optional, when } from './layout.ts';
import { type SlackMessage, section } from './message.ts';
import type { Reader } from './reader.ts';

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
