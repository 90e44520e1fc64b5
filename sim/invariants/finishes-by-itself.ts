import type { Report, ReportedResource } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import { rehearsalOf } from '../kinds.ts';
import { isLostAt } from '../scenario/losses.ts';
import type { Scenario, TimelineEntry } from '../scenario/scenario.ts';
import { type Past, pastOf, resourceNamed } from './history.ts';
import { ran, reportsIn } from './reports.ts';
import type { Found, Invariant } from './violation.ts';

const minuteMs = 60_000;
/** After an hour at the latest, at the tick after that, and the run takes a moment to begin. */
const withinMs = 80 * minuteMs;

/** What passes by itself: AWS has no room or no answer, and what the engine gave up waiting for. */
const passing: ReadonlySet<string> = new Set(['DEADLINE', 'NO_ANSWER', 'InsufficientDBInstanceCapacity', 'CAPACITY']);

type Span = { readonly fromMs: number; readonly untilMs: number };

/** Reconcile reads, keeps its notes and invokes; while any of that may fail, it may be late. */
const hindersReconcile = /^\*$|^(dynamodb|lambda|ssm):|:(Describe|List)/;

const interferes = (entry: TimelineEntry, { fromMs, untilMs }: Span): boolean => {
  if (entry.do === 'hold') return entry.until >= fromMs;
  if (entry.do === 'fault') {
    const { operation, untilMs: endsMs = Number.POSITIVE_INFINITY } = entry.fault;
    return entry.at <= untilMs && endsMs >= fromMs && hindersReconcile.test(operation);
  }
  if (entry.do === 'lose-schedules' || entry.do === 'slack') return false;
  return entry.at >= fromMs && entry.at <= untilMs;
};

const ticksArrive = (scenario: Scenario, { fromMs, untilMs }: Span): boolean => {
  for (let ms = fromMs; ms <= untilMs; ms += minuteMs) if (isLostAt(scenario, 'reconcile', ms)) return false;
  return true;
};

const hasSlot = ({ schedule, timeZone }: Definition, { fromMs, untilMs }: Span): boolean =>
  [schedule.start, schedule.stop].some((slot) => slot && slotsBetween(slot, timeZone, fromMs, untilMs).length > 0);

/** Nobody asked for anything, nothing was due, and reconcile could do its work. */
const isLeftAlone = (scenario: Scenario, span: Span): boolean =>
  scenario.definition.schedule.enabled &&
  scenario.definition.calendars.length === 0 &&
  span.untilMs <= scenario.toMs &&
  !scenario.timeline.some((entry) => interferes(entry, span)) &&
  // A switch or a deployment from before may still hold.
  !scenario.timeline.some((entry) => (entry.do === 'switch' || entry.do === 'deploy') && entry.at <= span.untilMs) &&
  !hasSlot(scenario.definition, span) &&
  ticksArrive(scenario, span);

/** It stands all the time as if nobody had tried: it can be tried again. */
const canBeTried = (
  one: ReportedResource,
  { action }: Report,
  past: Past,
  definition: Definition,
  span: Span,
): boolean => {
  const kind = resourceNamed(definition, one.resource)?.kind;
  if (kind === undefined) return false;
  // AWS takes a change in its first word only: a database that is backing up serves, but cannot be stopped.
  const { up, down } = rehearsalOf(kind).standing;
  const [settled] = action === 'stop' ? up : down;
  return !past.ever(one.resource, span.fromMs, span.untilMs, (status) => status !== settled);
};

/** A scheduled run that failed for what passes by itself is made again, without anybody asking. */
export const finishesByItself: Invariant = {
  name: 'finishesByItself',
  judge(rehearsal) {
    const { scenario } = rehearsal;
    const past = pastOf(rehearsal);
    const reports = reportsIn(rehearsal);
    return reports.flatMap(({ at, report }): Found[] => {
      if (!ran(report) || report.outcome === 'done' || report.requestedBy !== 'schedule') return [];
      const span = { fromMs: at, untilMs: at + withinMs };
      const failed = report.resources.find(
        (one) =>
          one.outcome === 'failed' &&
          passing.has(one.errorCode ?? '') &&
          canBeTried(one, report, past, scenario.definition, span),
      );
      if (!failed || !isLeftAlone(scenario, span)) return [];
      const isMadeAgain = reports.some(
        (other) => Date.parse(other.report.startedAt) >= at && Date.parse(other.report.startedAt) <= span.untilMs,
      );
      if (isMadeAgain) return [];
      const detail = `${report.run} failed of ${failed.resource} (${failed.errorCode}), and nobody made it again within ${withinMs / minuteMs} min`;
      return [{ at: span.untilMs, resource: failed.resource, detail }];
    });
  },
};
