// From what was recognised to the message it becomes. Pure. The lengths given in each renderer add up to less than Slack takes,
// with any text.
import type { AnyNotification } from '../recognition/recognised.ts';
import { sourceOf } from '../sources.ts';
import type { SlackMessage } from './message.ts';
import type { Reader } from './reader.ts';

export const renderNotification = (notification: AnyNotification, reader: Reader): SlackMessage =>
  sourceOf(notification).render(notification, reader, (other) => renderNotification(other, reader));
