// The progress of a run, for people who follow it: stored with a renewal of its lease, when there is news and now and then. Pure.

import { bytesOf, bytesOfTextMax, shortened, someNames } from '#core/bytes.ts';
import type { ResourceProgress, RunProgress } from '#core/run.ts';
import type { Next } from '#kinds/next.ts';
import { limits } from '../limits.ts';
import type { PlanItem } from '../plan/plan.ts';
import type { Flight } from './flight.ts';
import { headOf, type Progress, type Snapshot } from './progress.ts';

const reasonOf = (flight: Flight, next: Next | undefined): string | undefined => next?.reason ?? flight.reason;

const progressOf = (progress: Progress, item: PlanItem, { nexts }: Snapshot): ResourceProgress => {
  const { expectedSeconds } = item;
  const head = { ...headOf(item), ...(expectedSeconds === undefined ? {} : { expectedSeconds }) };
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
  if (!flight) return { ...head, state: 'waiting', reason: `after ${someNames(item.after, namesMax)}` };
  const reason = reasonOf(flight, nexts[item.resource]);
  return { ...head, state: 'moving', since: flight.firstActAt ?? flight.since, ...(reason ? { reason } : {}) };
};

/** DynamoDB takes 400 KB of an item, in which the rest of the lease is next to nothing. */
const bytesMax = 300_000;
const shorterReasons = [60, 0] as const;
const namesMax = 10;

/** Around the name and the reason of a resource: its other fields. */
const bytesAround = 300;

const isFarBelow = (resources: readonly ResourceProgress[]): boolean => {
  let bytes = bytesAround;
  for (const { resource, reason = '' } of resources)
    bytes += bytesAround + bytesOfTextMax(resource) + bytesOfTextMax(reason);
  return bytes <= bytesMax;
};

const withReason = (one: ResourceProgress, most: number): ResourceProgress => {
  const { reason, ...others } = one;
  return most === 0 || reason === undefined ? others : { ...one, reason: shortened(reason, most) };
};

/** What is on its way is what people follow; what is over the report will have. */
const asManyAsFit = (resources: readonly ResourceProgress[]): ResourceProgress[] => {
  const [moving, others] = [true, false].map((isMoving) =>
    resources.filter(({ state }) => (state === 'moving') === isMoving),
  );
  let room = bytesMax - bytesAround;
  return [...(moving ?? []), ...(others ?? [])].filter((one) => {
    room -= bytesOf(one) + 1;
    return room >= 0;
  });
};

/** As of the given look, which may be the one before the renewal. Where there is no room reasons are cut. */
export const runProgress = (progress: Progress, look: Snapshot): RunProgress => {
  const resources = progress.plan.items.map((item) => progressOf(progress, item, look));
  const whole = { startedAt: progress.startedAt, at: look.at, resources };
  if (isFarBelow(resources) || bytesOf(whole) <= bytesMax) return whole;
  const shorter = shorterReasons.map((most) => ({
    ...whole,
    resources: resources.map((one) => withReason(one, most)),
  }));
  const [, least = whole] = shorter;
  return shorter.find((one) => bytesOf(one) <= bytesMax) ?? { ...whole, resources: asManyAsFit(least.resources) };
};

/** Within a round outcomes stand still: all that changes is the text about what moves. */
export const hasNewReasons = ({ flights }: Progress, before: Snapshot, nexts: Snapshot['nexts']): boolean =>
  [...flights].some(([name, flight]) => reasonOf(flight, nexts[name]) !== reasonOf(flight, before.nexts[name]));

/** Most looks find what the one before found: writing all of that again costs more than the rest of a poll. */
export const isProgressDue = ({ toldAt, news }: Snapshot, at: number): boolean =>
  toldAt === undefined || news === true || at - toldAt >= limits.progressSeconds * 1_000;
