// The notification, from the first source that recognises it. Pure, and never fails.
import { isDeeperThan, jsonDepthMax } from '#core/json-depth.ts';
import type { Notification } from '#notify/sources.ts';
import { redactText, redactValue } from '../rendering/redact.ts';
import type { Source } from '../source.ts';
import { allSources, innerSources } from '../sources.ts';
import { parsedJson } from './json.ts';
import { type Received, tooDeep } from './received.ts';
import type { AnyNotification, RawMessage } from './recognised.ts';

const isQuoted = (line: string): boolean => /^\s*"[\s\S]*"\s*$/.test(line) || line.trim() === '';

/** An input transformer leaves the quotes on its text, on every line of it if there are many (facts/notifications.md 2.11). */
const unquotedLines = (body: string): string => {
  const lines = body.trim().split('\n');
  if (lines.length === 1 || !lines.every(isQuoted)) return body;
  const texts = lines.map((line) => parsedJson(line.trim() || '""'));
  return texts.every((text) => typeof text === 'string') ? texts.join('\n') : body;
};

type Content = Pick<RawMessage, 'text' | 'json'>;

/** A JSON string is what the string says, which may be JSON again. */
export const contentOf = (body: string, depth = 0): Content => {
  const value = parsedJson(body);
  if (typeof value === 'string' && depth < 2) return contentOf(value, depth + 1);
  if (typeof value !== 'object' || value === null) return { text: redactText(unquotedLines(body)), json: undefined };
  if (isDeeperThan(value, jsonDepthMax)) return { text: tooDeep, json: undefined };
  const json = redactValue(value);
  return { text: JSON.stringify(json), json };
};

const redactAll = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, redactText(text)]));

const rawMessageOf = ({ id, subject, body, attributes = {}, topicArn, sentAt }: Received): RawMessage => ({
  ...{ id, topicArn, sentAt, ...contentOf(body) },
  subject: subject === undefined ? undefined : redactText(subject).trim() || undefined,
  attributes: redactAll(attributes),
});

const recognisedBy = (raw: RawMessage, sources: readonly Source[]): AnyNotification => {
  for (const { recognise } of sources) {
    const found = recognise(raw, recogniseInner);
    if (found) return found;
  }
  throw new Error('the text source recognises everything');
};

const recogniseInner = (received: Received): AnyNotification => recognisedBy(rawMessageOf(received), innerSources);

export const recogniseNotification = (received: Received): Notification =>
  // Each source recognises kinds of its own, and the union is made of them all.
  recognisedBy(rawMessageOf(received), allSources) as Notification;
