import { isPassing } from '#core/aws/errors.ts';
import type { Report, ReportedResource } from '#core/report.ts';
import { retryPolicy } from '#definition/schedule/retry.ts';
import { isTrouble } from '../calls.ts';
import { rehearsalOf } from '../kinds.ts';
import { slotTimes } from '../random/times.ts';
import { guardHolds } from './guard-holds.ts';
import { pastOf, resourceNamed } from './history.ts';
import { ran, reportsIn } from './reports.ts';
import type { Invariant, Judged } from './violation.ts';

/** The longest wait between two tries, a tick, and a little. */
const patienceMs = 80 * 60_000;
/** Ticks that a quiet time of this length has at least. */
const ticksLeast = 4;

const passedBy = ({ outcome, errorCode = '' }: ReportedResource): boolean =>
  outcome === 'failed' && (errorCode === 'DEADLINE' || isPassing(errorCode));

/** Whether it is at rest on the wrong side, so that trying again could do something. */
const isWrong = (rehearsal: Judged, { action }: Report, name: string, fromMs: number, toMs: number): boolean => {
  const resource = resourceNamed(rehearsal.scenario.definition, name);
  // What is left alone nobody tries.
  if (!resource || resource.leaveAlone !== undefined || resource.kind === 'elasticache-replication-group') return false;
  const { up, down } = rehearsalOf(resource.kind).standing;
  // Of those in which it can be used only the first takes a stop: during a backup there is nothing to be tried.
  const wrong = action === 'start' ? down : up.slice(0, 1);
  return !pastOf(rehearsal).ever(name, fromMs, toMs, (status) => !wrong.includes(status));
};

/** Nobody asks for anything else, holds it, pauses it or changes it, no slot comes, and every tick does, and can read. */
export const isQuiet = (rehearsal: Judged, fromMs: number, toMs: number): boolean => {
  const { scenario, lines } = rehearsal;
  if (guardHolds(rehearsal).some(({ from }) => from < toMs)) return false;
  if (toMs > scenario.toMs || lines.some(({ at, event }) => event.type === 'healed' && at < toMs)) return false;
  if (slotTimes(scenario.definition, { fromMs, toMs }).length > 0) return false;
  const disturbing = new Set(['hold', 'release', 'switch', 'deploy', 'lose-schedules', 'edit-schedule']);
  if (scenario.timeline.some((entry) => disturbing.has(entry.do) && entry.at < toMs)) return false;
  const within = lines.filter(({ at }) => at >= fromMs && at <= toMs);
  // Another stop would stop again what somebody started, which is only reported.
  const isDrift = (result: unknown) =>
    (result as { saying?: { notice?: string } } | undefined)?.saying?.notice === 'drift';
  if (within.some(({ event }) => event.type === 'invocation' && isDrift(event.result))) return false;
  const reads = within.flatMap(({ at, event }) =>
    event.type === 'call' && event.function === 'reconcile' ? [{ at, event }] : [],
  );
  const ticks = new Set(reads.map(({ at }) => Math.floor(at / 60_000))).size;
  return ticks >= ticksLeast && !reads.some(({ event }) => isTrouble(event));
};

/** What failed for a temporary reason is retried while nothing newer is due: never is it left to lie on the wrong side. */
export const finishesByItself: Invariant = {
  name: 'finishesByItself',
  judge(rehearsal) {
    const { scenario, lines } = rehearsal;
    const { definition } = scenario;
    return reportsIn(rehearsal).flatMap(({ at, report }) => {
      const failed = report.resources.filter(passedBy);
      const toMs = at + patienceMs;
      // A limit that the definition sets may have been reached.
      if (!ran(report) || failed.length === 0 || retryPolicy(definition, report.action) !== undefined) return [];
      if (!isQuiet(rehearsal, at, toMs)) return [];
      const isTried = lines.some(
        (line) =>
          line.at >= at &&
          line.at <= toMs &&
          ((line.event.type === 'invocation' &&
            line.event.phase === 'started' &&
            line.event.function !== 'reconcile') ||
            (line.event.type === 'report' && line.at > at)),
      );
      const left = failed.find(({ resource }) => isWrong(rehearsal, report, resource, at, toMs));
      if (isTried || !left) return [];
      const detail = `${left.resource} failed in ${report.run} for a temporary reason (${left.errorCode}) and was not retried for ${patienceMs / 60_000} min`;
      return [{ at, resource: left.resource, detail }];
    });
  },
};
