// Renders what no recogniser claims: posted as received, escaped and cut. Pure.

import type { NameAndValue } from '#core/notification.ts';
import { parsedJson } from '#notify/recognition/json.ts';
import type { AnyNotification as Notification } from '#notify/recognition/recognised.ts';
import { readable } from '#notify/recognition/severity-keywords.ts';
import { code, codeBlock, type Escaped, escapeTo, joined, line, mrkdwn, wireLength } from '#notify/rendering/escape.ts';
import { colorOf, iconOf } from '#notify/rendering/layout.ts';
import { context, messageOf, type SlackBlock, type SlackMessage, section } from '#notify/rendering/message.ts';
import { redactText } from '#notify/rendering/redact.ts';
import type { Text } from './detail.ts';

const bodyLengthMax = 2_900;

/** Indented if it still fits. */
export const laidOutJson = (value: unknown, text: string, lengthMax: number): string => {
  const pretty = text.length <= lengthMax ? JSON.stringify(value, null, 1) : text;
  return wireLength(pretty) <= lengthMax ? pretty : text;
};

export const factLine = ({ name, value }: NameAndValue): Escaped => mrkdwn`*${line(name, 60)}:* ${line(value, 200)}`;

const iconOfText = (notification: Pick<Notification, 'state' | 'severity'>): Escaped =>
  notification.state === 'event' && notification.severity === 'info' ? mrkdwn`📨` : iconOf(notification);

export const renderText = (
  notification: Pick<Notification, 'id' | 'state' | 'severity'>,
  { title, about, outcome, text, facts, dump }: Text,
): SlackMessage => {
  const headline = line(title, 200);
  const named = about === undefined ? mrkdwn`` : mrkdwn` ${code(about, 200)}`;
  const became = outcome === undefined ? mrkdwn`` : mrkdwn`: ${line(readable(outcome), 100)}`;
  const body = escapeTo(text, dump === undefined ? bodyLengthMax : 1_500);
  // For a short line the title is the whole text. Slack refuses empty texts.
  const isSaid = body.trim() === '' || headline.endsWith(body);
  const blocks: SlackBlock[] = isSaid ? [] : [section(body)];
  return messageOf(mrkdwn`${iconOfText(notification)} ${headline}${named}${became}`, colorOf(notification), [
    ...blocks,
    ...(facts.length === 0 ? [] : [section(joined(facts.map(factLine), '\n', 2_000))]),
    ...(dump === undefined
      ? []
      : [section(codeBlock(laidOutJson(parsedJson(dump), dump, bodyLengthMax), bodyLengthMax))]),
    context(mrkdwn`message ${code(redactText(notification.id), 100)}`),
  ]);
};
