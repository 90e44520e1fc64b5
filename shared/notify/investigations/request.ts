// What AWS DevOps Agent is asked: what happened, and what it cannot see by itself, which is what Curfew did lately. Pure.
import { createHash } from 'node:crypto';
import type { NotificationState, Severity } from '#core/notification.ts';
import { leaseInForce } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import { redactText, removed } from '../rendering/redact.ts';
import type { Notification } from '../sources.ts';
import type { Surroundings } from './judge.ts';

/** The body of `CreateBacklogTask`; the limits are those of the service's model (facts/streaming.md 7). */
export type BacklogTask = {
  readonly taskType: 'INVESTIGATION';
  readonly title: string;
  readonly description: string;
  readonly priority: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
  readonly clientToken: string;
};

const limits = { title: 400, description: 10_000, part: 2_000 } as const;

const priorities: Readonly<Record<Severity, BacklogTask['priority']>> = {
  critical: 'CRITICAL',
  error: 'HIGH',
  warning: 'MEDIUM',
  info: 'LOW',
};

/** By code points: half of a surrogate pair is no text. */
const cut = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax) return text;
  const kept = text.slice(0, lengthMax - 1);
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
};

/** Secrets go first: a part of one that was cut has no form any more by which it is found. */
const clean = (text: string, lengthMax: number): string =>
  cut(
    redactText(text.toWellFormed())
      .replace(/[\t\n\r ]+/g, ' ')
      .trim(),
    lengthMax,
  );

/** The same for every delivery of one episode, and for no other: 64 characters, as many as the service takes. */
const episodeToken = ({ about, detail }: Pick<Notification, 'about' | 'detail'>, sinceMs: number): string =>
  createHash('sha256')
    .update(`${'arn' in detail ? (detail.arn ?? about) : about}|${about}|${new Date(sinceMs).toISOString()}`)
    .digest('hex');

const conditionOf = ({ detail }: Notification): readonly [string, string | undefined][] => {
  if (detail.kind === 'composite-alarm') {
    const children = detail.children.map(({ name, state }) => `${name}${state === undefined ? '' : ` (${state})`}`);
    return [
      ['Rule', detail.rule],
      ['Fired by', children.length === 0 ? undefined : children.join(', ')],
    ];
  }
  if (detail.kind === 'log-alarm')
    return [
      ['Query', detail.query],
      ['Log groups', detail.logGroups.join(', ') || undefined],
    ];
  if (detail.kind !== 'metric-alarm') return [];
  const { condition, value } = detail;
  const dimensions = condition?.dimensions.map((one) => `${one.name}=${one.value}`).join(', ');
  return [
    ['Metric', condition && [condition.namespace, condition.metric].filter(Boolean).join(' ')],
    ['Dimensions', dimensions || undefined],
    [
      'Condition',
      condition && `${condition.statistic ?? ''} ${condition.comparison ?? ''} ${condition.threshold ?? ''}`,
    ],
    ['Value', value?.toString()],
  ];
};

const runsLately = ({ reports, lease, nowMs }: Surroundings): readonly [string, string | undefined][] => {
  const [last] = reports;
  const failed = last?.resources.filter(({ outcome }) => outcome === 'failed').map(({ resource }) => resource) ?? [];
  const held = leaseInForce(lease, nowMs);
  return [
    [
      'Last run of Curfew',
      last &&
        `${last.action}, ${last.outcome}, ended ${last.endedAt}${failed.length === 0 ? '' : `; failed: ${failed.join(', ')}`}`,
    ],
    [
      'Deployment now',
      held?.action === 'deploy' ? `${held.run}, requested by ${held.requestedBy ?? 'somebody'}` : undefined,
    ],
  ];
};

type Asked = {
  readonly notification: Notification;
  readonly sinceMs: number;
  readonly definition: Pick<Definition, 'environment' | 'region'>;
  readonly around: Surroundings;
};

const stateNow: Readonly<Record<NotificationState, string>> = {
  alarm: 'ALARM',
  ok: 'OK',
  'insufficient-data': 'INSUFFICIENT_DATA',
  event: 'event',
};

export const backlogTask = ({ notification, sinceMs, definition, around }: Asked): BacklogTask => {
  const { name, state, detail, severity, resources } = notification;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Alarm', name],
    ['ARN', 'arn' in detail ? detail.arn : undefined],
    ['State', `${stateNow[state]} since ${new Date(sinceMs).toISOString()}`],
    ['Reason', 'reason' in detail ? detail.reason : undefined],
    ...conditionOf(notification),
    ['Resources', resources.join(', ') || undefined],
    ['Environment', `${definition.environment}, ${definition.region}; Curfew stops and starts it by a schedule`],
    ...runsLately(around),
    ['Description of the alarm', 'description' in detail ? detail.description : undefined],
  ];
  const lines = facts.flatMap(([label, value]) =>
    value === undefined || value.trim() === '' ? [] : [`${label}: ${clean(value, limits.part)}`],
  );
  return {
    taskType: 'INVESTIGATION',
    title: clean(`${name} in ${definition.environment}`, limits.title) || removed,
    // Once more as a whole: what stands on two lines may be a secret together.
    description: cut(redactText(lines.join('\n')), limits.description),
    priority: priorities[severity],
    clientToken: episodeToken(notification, sinceMs),
  };
};
