// What a digest says of one notification in addition to its name: what was measured, or what became of it. Plain text.

import type { SlackMessage } from '../rendering/message.ts';
import { plainText } from '../rendering/plain-text.ts';
import { conditionAndValue } from '../sources/cloudwatch-alarm/threshold.ts';
import type { Notification } from '../sources.ts';

const lengthMax = 200;

/** The first line of its own message, without what the digest says anyway. */
const headlineOf = ({ name }: Notification, { text }: SlackMessage): string =>
  plainText(text)
    .replace(/^[^\p{L}\p{N}`]{1,8}/u, '')
    .replaceAll(`\`${name}\``, '')
    .replace(/ · [^·]{1,60}$/, '')
    .replace(/^[\s:]+/, '')
    .replace(/\s+/g, ' ')
    .trim();

export const outcomeOf = (notification: Notification, message: SlackMessage): string => {
  const { detail, state } = notification;
  const measured =
    detail.kind === 'metric-alarm' && state !== 'ok' && detail.condition
      ? conditionAndValue(detail.condition, detail.value)
      : undefined;
  return (measured === undefined ? headlineOf(notification, message) : plainText(measured).replaceAll('`', '')).slice(
    0,
    lengthMax,
  );
};
