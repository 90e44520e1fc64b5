// Whether an alarm is worth an investigation, which costs money. Pure. Nobody is to pay for what a stop or a start explains.
import type { Expectation } from '#core/expectation.ts';
import type { Report } from '#core/report.ts';
import { type Lease, leaseInForce } from '#core/run.ts';
import type { Silence } from '#core/silence.ts';
import type { Definition, Investigations } from '#definition/definition.ts';
import { judgeDowntime } from '#notify/routing/planned-downtime.ts';
import { unmet } from '../routing/conditions.ts';
import type { Notification } from '../sources.ts';
import { silencedBy } from '../storms/quiet.ts';

/** Older news is no reason to spend money: whoever is on call has looked at it. */
const newsMs = 60 * 60_000;

/** What is known of the environment when the alarm is looked at. */
export type Surroundings = {
  readonly expectations: readonly Expectation[];
  readonly silences: readonly Silence[];
  readonly lease: Lease | undefined;
  /** Newest first. */
  readonly reports: readonly Report[];
  readonly nowMs: number;
};

type Verdict =
  | { readonly kind: 'investigate' }
  /** `expectedBy`: the run whose downtime explains it. */
  | { readonly kind: 'leave'; readonly reason: string; readonly expectedBy?: string };

const leave = (reason: string, expectedBy?: string): Verdict => ({
  ...{ kind: 'leave', reason },
  ...(expectedBy === undefined ? {} : { expectedBy }),
});

const minuteMs = 60_000;

/** That nothing looks like an incident: alarms of Curfew itself, and those by which services scale. */
const isNoIncident = (name: string): boolean => /^(?:curfew-|TargetTracking-)/.test(name);

/** While it starts, and for the minutes in which metrics follow behind. */
const startedLately = (
  { lease, reports, nowMs }: Surroundings,
  { alarms: { graceMinutes } }: Pick<Definition, 'alarms'>,
): string | undefined => {
  const run = leaseInForce(lease, nowMs);
  if (run && run.action !== 'deploy') return `a ${run.action} is running`;
  const start = reports.find(
    ({ action, outcome }) => action === 'start' && ['done', 'partial', 'failed'].includes(outcome),
  );
  const untilMs = start ? Date.parse(start.endedAt) + graceMinutes * minuteMs : 0;
  return nowMs < untilMs ? `within ${graceMinutes} minutes after a start` : undefined;
};

/** Everything but its history: whether it is the same as before, or flaps, is another's question. */
export const judgeAlarm = (
  notification: Notification,
  publishedMs: number,
  text: string,
  definition: Definition & { readonly investigations: Investigations },
  around: Surroundings,
): Verdict => {
  const { name, source, state } = notification;
  const { investigations, timeZone, environment } = definition;
  if (source !== 'alarm' || state !== 'alarm') return leave('not an alarm that began');
  if (isNoIncident(name)) return leave('an alarm of Curfew or of autoscaling');
  if (around.nowMs - publishedMs > newsMs) return leave('older than an hour');
  const downtime = judgeDowntime(notification, around.expectations, publishedMs);
  if (downtime.kind === 'expected') return leave(downtime.reason, downtime.run);
  if (downtime.sinceTheStop) return leave(downtime.reason);
  const started = startedLately(around, definition);
  if (started !== undefined) return leave(started);
  const silenced = silencedBy(notification, around.silences, around.nowMs);
  if (silenced) return leave(silenced.why);
  const { when } = investigations;
  const unfit = when && unmet(when, notification, { environment, timeZone, atMs: publishedMs, text });
  return unfit === undefined ? { kind: 'investigate' } : leave(`${unfit} does not match`);
};
