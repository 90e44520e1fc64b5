// What no recogniser claims: posted as it came, escaped and cut, rather than dropped. Pure.
import { code, codeBlock, type Escaped, escapeTo, line, mrkdwn, wireLength } from './escape.ts';
import { colors, context, messageOf, type SlackBlock, type SlackMessage, section } from './message.ts';
import { parsedJson } from './recognise-json.ts';

export type RawText = {
  /** Of the message that carried the text, to find it again in the logs. */
  readonly id: string;
  readonly subject?: string;
  readonly body: string;
};

const bodyLengthMax = 2_900;
const titleLengthMax = 200;

// Laid out where that does not cost content. Long bodies are not even tried: deep nesting makes the layout explode.
const laidOut = (value: object, body: string): string => {
  const pretty = body.length <= bodyLengthMax ? JSON.stringify(value, null, 1) : body;
  return wireLength(pretty) <= bodyLengthMax ? pretty : body;
};

const contentOf = (body: string): { readonly title: string; readonly text: Escaped } => {
  const value = parsedJson(body);
  if (typeof value === 'object' && value !== null)
    return { title: 'a message of unknown form', text: codeBlock(laidOut(value, body), bodyLengthMax) };
  const prose = (typeof value === 'string' ? value : body).trim();
  return { title: prose || 'an empty message', text: escapeTo(prose, bodyLengthMax) };
};

export const renderText = ({ id, subject, body }: RawText): SlackMessage => {
  const content = contentOf(body);
  const title = line(subject || content.title, titleLengthMax);
  // A short line has said everything in the title; Slack refuses empty texts.
  const repeats = content.text === title || content.text.trim() === '';
  const blocks: SlackBlock[] = repeats ? [] : [section(content.text)];
  return messageOf(mrkdwn`📨 ${title}`, colors.neutral, [...blocks, context(mrkdwn`message ${code(id, 100)}`)]);
};
