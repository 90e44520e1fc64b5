// What was said, by the first recogniser that knows it. The order matters: our own before all heuristics, the shapes with the
// most telling keys before those with few, text last (facts/notifications.md 2.13). Pure, and never fails.
import type { Notification } from '#domain/notification.ts';
import { recogniseAlarm } from './recognise-alarm.ts';
import { recogniseAlarmEvent } from './recognise-alarm-event.ts';
import { recogniseBudget } from './recognise-budget.ts';
import { recogniseCostAnomaly } from './recognise-cost-anomaly.ts';
import { deadLetters } from './recognise-dead-letter.ts';
import { recogniseEcs } from './recognise-ecs.ts';
import { recogniseElastiCache } from './recognise-elasticache.ts';
import { recogniseEvent } from './recognise-event.ts';
import { recogniseGuardDuty } from './recognise-guardduty.ts';
import { recogniseHealth } from './recognise-health.ts';
import { parsedJson } from './recognise-json.ts';
import { recogniseLambdaFailure } from './recognise-lambda-failure.ts';
import { recogniseOwn } from './recognise-own.ts';
import { recogniseRds } from './recognise-rds.ts';
import type { Received } from './recognise-received.ts';
import type { Recogniser, Said } from './recognise-said.ts';
import { recogniseText } from './recognise-text.ts';
import { redactText, redactValue } from './redact.ts';

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

/** An input transformer leaves the quotes on its text: `"one"`, or on every line of it (facts/notifications.md 2.11). */
const unquoted = (body: string): string => {
  const whole = parsedJson(body);
  if (typeof whole === 'string') return whole;
  const lines = body
    .trim()
    .split('\n')
    .map((line) => parsedJson(line.trim() || '""'));
  return lines.length > 1 && lines.every((line) => typeof line === 'string') ? lines.join('\n') : body;
};

const saidIn = ({ id, subject, body, attributes = {}, topicArn, sentAt }: Received): Said => {
  const text = unquoted(body);
  const json = redactValue(parsedJson(text));
  const isJson = typeof json === 'object' && json !== null;
  return {
    id,
    subject: subject === undefined ? undefined : redactText(subject).trim() || undefined,
    text: isJson ? JSON.stringify(json) : redactText(text),
    json: isJson ? json : undefined,
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, redactText(value)])),
    ...{ topicArn, sentAt },
  };
};

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
