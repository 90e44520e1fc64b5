// How long a downtime is planned to last, and what in it is expected. Pure.

import type { Expectation } from '#core/expectation.ts';
import type { Override } from '#core/override.ts';
import type { Definition } from '#definition/definition.ts';
import { firstSlotThat } from '#definition/schedule/slots.ts';
import { lastSlot, overrideInForce, slotCounts } from '#definition/schedule/wanted-state.ts';
import { awsNameOf, isGate, type Resource } from '#kinds/resource.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** CloudWatch mutes for 15 days at most (facts/aws-semantics.md 6). */
const longestMs = 15 * dayMs;
/** A start further away than a long holiday is not known. */
const lookAheadMs = 60 * dayMs;
/** Without a planned start a message after a day says that the environment is still down. */
const unplannedMs = dayMs;

/**
 * When the environment is next due up: at a start of its schedule that counts, or when a hold ends in what the schedule calls
 * working hours. Slots do not count while an override is in force.
 */
export const plannedStart = (
  definition: Definition,
  overrides: readonly Override[],
  nowMs: number,
): number | undefined => {
  const { schedule, timeZone } = definition;
  if (!schedule.enabled || !schedule.start) return undefined;
  const isDueUp = (ms: number): boolean =>
    !overrideInForce(overrides, ms) && lastSlot(definition, ms)?.action === 'start';
  const start = firstSlotThat(schedule.start, timeZone, {
    fromMs: nowMs + 1,
    toMs: nowMs + lookAheadMs,
    fits: (ms) => slotCounts(definition, 'start', ms) && isDueUp(ms),
  });
  const endings = overrides
    .map(({ until }) => until)
    .filter((until) => until > nowMs && until - nowMs <= lookAheadMs && isDueUp(until));
  return [...endings, ...(start === undefined ? [] : [start])].toSorted((a, b) => a - b)[0];
};

export type DowntimeEnd = { readonly untilMs: number; readonly planned: boolean };

/**
 * When alarms may act again in every case: the environment is ready by then, or somebody has to know that it is not. A hold ends
 * a downtime also where no schedule starts anything.
 */
export const downtimeEnd = (
  definition: Definition,
  overrides: readonly Override[],
  nowMs: number,
  startMayTakeMs: number,
): DowntimeEnd => {
  const held = overrideInForce(overrides, nowMs);
  const start = plannedStart(definition, overrides, nowMs) ?? (held?.hold === 'down' ? held.until : undefined);
  if (start === undefined) return { untilMs: nowMs + unplannedMs, planned: false };
  const end = start + startMayTakeMs + definition.alarms.graceMinutes * minuteMs;
  return { untilMs: Math.min(end, nowMs + longestMs), planned: true };
};

/**
 * Whether an end that was fixed before is worth moving. Near the longest that CloudWatch mutes the end moves with every look;
 * then once a day is enough.
 */
export const isOutdated = (standingMs: number, end: DowntimeEnd, nowMs: number): boolean => {
  if (!end.planned) return false;
  if (end.untilMs < standingMs - minuteMs) return true;
  const isAtItsLongest = standingMs - nowMs > longestMs - dayMs;
  return end.untilMs > standingMs + minuteMs && !isAtItsLongest;
};

export const inForce = (expectations: readonly Expectation[], nowMs: number): Expectation[] =>
  expectations.filter(({ from, until }) => Date.parse(from) <= nowMs && nowMs < Date.parse(until));

/** What AWS calls a resource in alarm dimensions and events; nothing for what a stop never touches. */
export const stoppableNameOf = (resource: Resource): string[] => (isGate(resource) ? [] : [awsNameOf(resource)]);
