// Every source of notifications, in the order in which they are asked whether a message is theirs: our own before all heuristics,
// the shapes with the most telling keys before those with few, text last (facts/notifications.md 2.13). What nobody answers for
// here does not compile.
import type { NotificationSource } from '#core/notification.ts';
import type { AnyNotification, Recognised } from './recognition/recognised.ts';
import { type Source, source } from './source.ts';
import { acm } from './sources/acm/source.ts';
import { backup } from './sources/backup/source.ts';
import type { Budget, BudgetAction } from './sources/budget/detail.ts';
import { policy as budgetPolicy } from './sources/budget/policy.ts';
import { recogniseBudget } from './sources/budget/recognise.ts';
import { renderBudget, renderBudgetAction } from './sources/budget/render.ts';
import { changes } from './sources/change/source.ts';
import type { CompositeAlarm, LogAlarm, MetricAlarm } from './sources/cloudwatch-alarm/detail.ts';
import { policy as alarmPolicy } from './sources/cloudwatch-alarm/policy.ts';
import { recogniseAlarm } from './sources/cloudwatch-alarm/recognise.ts';
import { recogniseAlarmEvent } from './sources/cloudwatch-alarm/recognise-event.ts';
import { renderAlarm } from './sources/cloudwatch-alarm/render.ts';
import { policy as costAnomalyPolicy } from './sources/cost-anomaly/policy.ts';
import { recogniseCostAnomaly } from './sources/cost-anomaly/recognise.ts';
import { renderCostAnomaly } from './sources/cost-anomaly/render.ts';
import { policy as ownPolicy } from './sources/curfew/policy.ts';
import { recogniseOwn } from './sources/curfew/recognise.ts';
import { render as renderOwn } from './sources/curfew/render.ts';
import { policy as deadLetterPolicy } from './sources/dead-letter/policy.ts';
import { recogniseDeadLetter } from './sources/dead-letter/recognise.ts';
import { renderDeadLetter } from './sources/dead-letter/render.ts';
import { policy as ecsPolicy } from './sources/ecs/policy.ts';
import { recogniseEcs } from './sources/ecs/recognise.ts';
import { renderEcs } from './sources/ecs/render.ts';
import { policy as elastiCachePolicy } from './sources/elasticache/policy.ts';
import { recogniseElastiCache } from './sources/elasticache/recognise.ts';
import { renderElastiCache } from './sources/elasticache/render.ts';
import { policy as eventPolicy } from './sources/event/policy.ts';
import { recogniseEvent } from './sources/event/recognise.ts';
import { renderEvent } from './sources/event/render.ts';
import { policy as guardDutyPolicy } from './sources/guardduty/policy.ts';
import { recogniseGuardDuty } from './sources/guardduty/recognise.ts';
import { renderGuardDuty } from './sources/guardduty/render.ts';
import { policy as healthPolicy } from './sources/health/policy.ts';
import { recogniseHealth } from './sources/health/recognise.ts';
import { renderHealth } from './sources/health/render.ts';
import { policy as lambdaFailurePolicy } from './sources/lambda-failure/policy.ts';
import { recogniseLambdaFailure } from './sources/lambda-failure/recognise.ts';
import { renderLambdaFailure } from './sources/lambda-failure/render.ts';
import { policy as rdsPolicy } from './sources/rds/policy.ts';
import { recogniseRds } from './sources/rds/recognise.ts';
import { renderRds } from './sources/rds/render.ts';
import { securityHub } from './sources/security-hub/source.ts';
import { policy as textPolicy } from './sources/text/policy.ts';
import { recogniseText } from './sources/text/recognise.ts';
import { renderText } from './sources/text/render.ts';

const deadLetter = source({
  names: ['failure'],
  recognise: recogniseDeadLetter,
  render: {
    'dead-letter': (notification, detail, _reader, renderOther) =>
      renderDeadLetter(notification, detail, renderOther(detail.original)),
  },
  policy: deadLetterPolicy,
});

const sources = [
  deadLetter,
  source({ names: ['curfew', 'investigation'], recognise: recogniseOwn, render: renderOwn, policy: ownPolicy }),
  changes,
  source<MetricAlarm | CompositeAlarm | LogAlarm, 'alarm'>({
    names: ['alarm'],
    recognise: (raw, inner) => recogniseAlarm(raw, inner) ?? recogniseAlarmEvent(raw, inner),
    render: { 'metric-alarm': renderAlarm, 'composite-alarm': renderAlarm, 'log-alarm': renderAlarm },
    policy: alarmPolicy,
  }),
  source({
    names: ['failure', 'event'],
    recognise: recogniseLambdaFailure,
    render: { 'lambda-failure': renderLambdaFailure },
    policy: lambdaFailurePolicy,
  }),
  source({
    names: ['cost-anomaly'],
    recognise: recogniseCostAnomaly,
    render: { 'cost-anomaly': renderCostAnomaly },
    policy: costAnomalyPolicy,
  }),
  source({ names: ['rds'], recognise: recogniseRds, render: { 'rds-event': renderRds }, policy: rdsPolicy }),
  source({ names: ['ecs'], recognise: recogniseEcs, render: { 'ecs-event': renderEcs }, policy: ecsPolicy }),
  source({
    names: ['health'],
    recognise: recogniseHealth,
    render: { 'health-event': renderHealth },
    policy: healthPolicy,
  }),
  source({
    names: ['guardduty'],
    recognise: recogniseGuardDuty,
    render: { 'guardduty-finding': renderGuardDuty },
    policy: guardDutyPolicy,
  }),
  acm,
  backup,
  securityHub,
  source({
    names: ['event', 'msk'],
    recognise: recogniseEvent,
    render: { event: renderEvent },
    policy: eventPolicy,
  }),
  source({
    names: ['elasticache'],
    recognise: recogniseElastiCache,
    render: { 'elasticache-event': renderElastiCache },
    policy: elastiCachePolicy,
  }),
  source<Budget | BudgetAction, 'budget'>({
    names: ['budget'],
    recognise: recogniseBudget,
    render: { budget: renderBudget, 'budget-action': renderBudgetAction },
    policy: budgetPolicy,
  }),
  source({ names: ['text'], recognise: recogniseText, render: { text: renderText }, policy: textPolicy }),
] as const;

type Registered = (typeof sources)[number];

type DetailOf<S> = S extends Source<infer D, infer _N> ? D : never;

/** Whatever was recognised: one variant per kind, each with what its message shows. */
export type Notification = Recognised<DetailOf<Registered>>;

type AnySource = { readonly names: readonly NotificationSource[] };

/** Nothing can be this while a name that routes may use is no source's. */
export type Complete<S extends AnySource> = [NotificationSource] extends [S['names'][number]]
  ? readonly Source[]
  : never;

/** In the order in which they are asked. */
export const allSources: Complete<Registered> = sources;

/** Without dead letters: what one holds is unwrapped once. Without our own words: anybody can put any envelope into one. */
export const innerSources: readonly Source[] = allSources.filter(
  (one) => one !== deadLetter && !one.names.includes('curfew'),
);

const byKind = new Map(allSources.flatMap((one) => one.kinds.map((kind) => [kind, one] as const)));

/** Whose it is. */
export const sourceOf = ({ detail }: AnyNotification): Source => {
  const found = byKind.get(detail.kind);
  if (!found) throw new Error(`no source renders ${detail.kind}`);
  return found;
};
