// What an environment is due to be: set by the newest of the last slot, a person's request and an override in force.

import type { Action } from '#core/action.ts';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '../definition.ts';
import { closedAt } from './calendar.ts';
import { lastSlotThat } from './slots.ts';

export type Wanted = {
  readonly state: 'up' | 'down';
  /** Epoch milliseconds since when it is due. */
  readonly since: number;
  readonly because: 'override' | 'slot' | 'person';
  readonly reason: string;
};

/** What brings an environment there. */
export const actionTowards = ({ state }: Wanted): Action => (state === 'up' ? 'start' : 'stop');

type Slot = { readonly action: Action; readonly at: number };

const dayMs = 24 * 3_600_000;
/** A start may have been weeks ago when a calendar closes a long holiday. */
const lookBackMs = 60 * dayMs;

/** Whether a slot counts: a start does not on a day that a calendar closes. */
export const slotCounts = (definition: Definition, action: Action, ms: number): boolean =>
  action === 'stop' || closedAt(definition, ms) === undefined;

const lastSlotOf = (definition: Definition, action: Action, nowMs: number): Slot[] => {
  const slot = definition.schedule[action];
  if (!slot || !definition.schedule.enabled) return [];
  const fits = (ms: number): boolean => slotCounts(definition, action, ms);
  const at = lastSlotThat(slot, definition.timeZone, { fromMs: nowMs - lookBackMs, toMs: nowMs, fits });
  return at === undefined ? [] : [{ action, at }];
};

/** The newest slot that counts, of either action. */
export const lastSlot = (definition: Definition, nowMs: number): Slot | undefined =>
  [...lastSlotOf(definition, 'start', nowMs), ...lastSlotOf(definition, 'stop', nowMs)].toSorted(
    (a, b) => b.at - a.at,
  )[0];

/** The override in force; of several the one that was made last. */
export const overrideInForce = (overrides: readonly Override[], nowMs: number): Override | undefined =>
  overrides.filter(({ from, until }) => from <= nowMs && nowMs < until).toSorted((a, b) => b.from - a.from)[0];

/** Runs that carried out what somebody asked for; refused, stale and dry ones set nothing, nor those that failed before they began. */
export const ranToItsEnd = ({ outcome, resources }: Report): boolean =>
  ['done', 'partial'].includes(outcome) || (outcome === 'failed' && resources.length > 0);

const byPerson = (report: Report): boolean =>
  ranToItsEnd(report) && report.requestedBy !== 'schedule' && report.requestedBy !== 'reconcile';

const stateOf = (action: Action): Wanted['state'] => (action === 'start' ? 'up' : 'down');

type Candidate = Wanted | undefined;

const fromOverride = (override: Override | undefined): Candidate =>
  override && {
    state: override.hold,
    since: override.from,
    because: 'override',
    reason: `held ${override.hold} by ${override.by}: ${override.why}`,
  };

const fromPerson = (report: Report | undefined): Candidate =>
  report && {
    state: stateOf(report.action),
    since: Date.parse(report.startedAt),
    because: 'person',
    reason: `${report.action} by ${report.requestedBy}`,
  };

/** When an override ends, what the schedule says becomes due at that moment. */
const fromSlot = (slot: Slot | undefined, overrides: readonly Override[], nowMs: number): Candidate => {
  if (!slot) return undefined;
  const endings = overrides.map(({ until }) => until).filter((until) => until <= nowMs);
  const since = Math.max(slot.at, ...endings);
  return { state: stateOf(slot.action), since, because: 'slot', reason: `${slot.action} is scheduled` };
};

/**
 * The newest of all that set the state; slots do not count while an override is in force. Nothing when none of them ever
 * said anything. `reports` newest first.
 */
export const wantedState = (
  definition: Definition,
  overrides: readonly Override[],
  reports: readonly Report[],
  nowMs: number,
): Wanted | undefined => {
  const override = overrideInForce(overrides, nowMs);
  const candidates = [
    fromOverride(override),
    fromPerson(reports.find(byPerson)),
    override ? undefined : fromSlot(lastSlot(definition, nowMs), overrides, nowMs),
  ];
  return candidates
    .filter((candidate): candidate is Wanted => candidate !== undefined)
    .toSorted((a, b) => b.since - a.since)[0];
};
