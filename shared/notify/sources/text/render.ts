// What no recogniser claims: posted as it came, escaped and cut, rather than dropped. Pure.

import { parsedJson } from '#notify/recognition/json.ts';
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { code, codeBlock, escapeTo, line, mrkdwn, wireLength } from '#notify/rendering/escape.ts';
import { colors, context, messageOf, type SlackBlock, type SlackMessage, section } from '#notify/rendering/message.ts';
import { redactText } from '#notify/rendering/redact.ts';
import type { Text } from './detail.ts';

const bodyLengthMax = 2_900;

/** Laid out where that does not cost content. What is too long for that anyway is not even tried. */
export const laidOutJson = (value: unknown, text: string, lengthMax: number): string => {
  const pretty = text.length <= lengthMax ? JSON.stringify(value, null, 1) : text;
  return wireLength(pretty) <= lengthMax ? pretty : text;
};

export const renderText = ({ id }: Pick<AnyNotification, 'id'>, { title, text, layout }: Text): SlackMessage => {
  const headline = line(title, 200);
  const body =
    layout === 'json'
      ? codeBlock(laidOutJson(parsedJson(text), text, bodyLengthMax), bodyLengthMax)
      : escapeTo(text, bodyLengthMax);
  // A short line has raw everything in the title; Slack refuses empty texts.
  const repeats = body === headline || body.trim() === '';
  const blocks: SlackBlock[] = repeats ? [] : [section(body)];
  return messageOf(mrkdwn`📨 ${headline}`, colors.neutral, [
    ...blocks,
    context(mrkdwn`message ${code(redactText(id), 100)}`),
  ]);
};
