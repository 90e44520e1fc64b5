// What was said, by the first recogniser that knows it. The order matters: our own before all heuristics, the shapes with the
// most telling keys before those with few, text last (facts/notifications.md 2.13). Pure, and never fails.
import type { Notification } from '#core/notification.ts';
import { redactText, redactValue } from '../rendering/redact.ts';
import { recogniseBudget } from '../sources/budget/recognise.ts';
import { recogniseAlarm } from '../sources/cloudwatch-alarm/recognise.ts';
import { recogniseAlarmEvent } from '../sources/cloudwatch-alarm/recognise-event.ts';
import { recogniseCostAnomaly } from '../sources/cost-anomaly/recognise.ts';
import { deadLetters } from '../sources/dead-letter/recognise.ts';
import { recogniseEcs } from '../sources/ecs/recognise.ts';
import { recogniseElastiCache } from '../sources/elasticache/recognise.ts';
import { recogniseGuardDuty } from '../sources/guardduty/recognise.ts';
import { recogniseHealth } from '../sources/health/recognise.ts';
import { recogniseLambdaFailure } from '../sources/lambda-failure/recognise.ts';
import { recogniseRds } from '../sources/rds/recognise.ts';
import { recogniseText } from '../sources/text/recognise.ts';
import { recogniseEvent } from './event.ts';
import { parsedJson } from './json.ts';
import { recogniseOwn } from './own.ts';
import type { Received } from './received.ts';
import type { Recogniser, Said } from './recognised.ts';

const recognisers: readonly Recogniser[] = [
  recogniseOwn,
  recogniseAlarm,
  recogniseAlarmEvent,
  recogniseLambdaFailure,
  recogniseCostAnomaly,
  recogniseRds,
  recogniseEcs,
  recogniseHealth,
  recogniseGuardDuty,
  recogniseEvent,
  recogniseElastiCache,
  recogniseBudget,
];

const isQuoted = (line: string): boolean => /^\s*"[\s\S]*"\s*$/.test(line) || line.trim() === '';

/** An input transformer leaves the quotes on its text, on every line of it if there are many (facts/notifications.md 2.11). */
const unquotedLines = (body: string): string => {
  const lines = body.trim().split('\n');
  if (lines.length === 1 || !lines.every(isQuoted)) return body;
  const texts = lines.map((line) => parsedJson(line.trim() || '""'));
  return texts.every((text) => typeof text === 'string') ? texts.join('\n') : body;
};

type Content = Pick<Said, 'text' | 'json'>;

/** A JSON string is what the string says, which may be JSON again. */
const contentOf = (body: string, depth = 0): Content => {
  const value = parsedJson(body);
  if (typeof value === 'string' && depth < 2) return contentOf(value, depth + 1);
  if (typeof value !== 'object' || value === null) return { text: redactText(unquotedLines(body)), json: undefined };
  const json = redactValue(value);
  return { text: JSON.stringify(json), json };
};

const redactAll = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, redactText(text)]));

const saidIn = ({ id, subject, body, attributes = {}, topicArn, sentAt }: Received): Said => ({
  ...{ id, topicArn, sentAt, ...contentOf(body) },
  subject: subject === undefined ? undefined : redactText(subject).trim() || undefined,
  attributes: redactAll(attributes),
});

const firstOf = (said: Said, all: readonly Recogniser[]): Notification => {
  for (const recognise of all) {
    const found = recognise(said);
    if (found) return found;
  }
  return recogniseText(said);
};

const recogniseDeadLetter = deadLetters((received) => firstOf(saidIn(received), recognisers));

export const recogniseNotification = (received: Received): Notification =>
  firstOf(saidIn(received), [recogniseDeadLetter, ...recognisers]);
