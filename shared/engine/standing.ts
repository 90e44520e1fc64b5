// Where a run stands, for people who follow it: told with every renewal of its lease. Pure.
import type { PlanItem } from '#domain/plan.ts';
import type { ResourceStanding, RunStanding } from '#domain/run.ts';
import { headOf, type Look, type Progress } from './progress.ts';

const standingOf = (progress: Progress, item: PlanItem, { nexts }: Look): ResourceStanding => {
  const head = headOf(item);
  const outcome = progress.outcomes.get(item.resource);
  if (outcome) {
    const { startedAt, endedAt, reason } = outcome;
    return {
      ...head,
      state: outcome.outcome,
      reason,
      ...(startedAt === undefined ? {} : { since: startedAt }),
      ...(endedAt === undefined ? {} : { endedAt }),
    };
  }
  const flight = progress.flights.get(item.resource);
  if (!flight) return { ...head, state: 'waiting', reason: `after ${item.after.join(', ')}` };
  const reason = nexts[item.resource]?.reason ?? flight.reason;
  return { ...head, state: 'moving', since: flight.firstActAt ?? flight.since, ...(reason ? { reason } : {}) };
};

/** As of the given look, which may be the one before the renewal. */
export const standing = (progress: Progress, look: Look): RunStanding => ({
  startedAt: progress.startedAt,
  at: look.at,
  resources: progress.plan.items.map((item) => standingOf(progress, item, look)),
});
