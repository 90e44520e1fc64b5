// What an environment is due to be: set by the newest of the last slot, a person's request and an override in force.

import type { Action } from '#core/action.ts';
import { hasEnded, isFromTheFuture } from '#core/ended.ts';
import { type Override, overrideMsMax } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { Lease } from '#core/run.ts';
import type { Definition } from '../definition.ts';
import { namesInPart } from '../part.ts';
import { closedReason } from './calendar.ts';
import { dateAt, lastSlotThat, slotAt } from './slots.ts';
import { slotsOf } from './slots-of.ts';

export type Wanted = {
  readonly state: 'up' | 'down';
  /** Epoch milliseconds since when it is due. */
  readonly since: number;
  readonly because: 'override' | 'slot' | 'person';
  /** The person who asked. */
  readonly by?: string;
  readonly reason: string;
};

/** What brings an environment there. */
export const actionTowards = ({ state }: Wanted): Action => (state === 'up' ? 'start' : 'stop');

type Slot = { readonly action: Action; readonly at: number };

const dayMs = 24 * 3_600_000;
/** A start may have been weeks ago when a calendar closes a long holiday. */
const lookBackMs = 60 * dayMs;

/** Whether a slot counts: a start does not on a day that a calendar closes, nor a stop while one opens. */
export const slotCounts = (definition: Definition, action: Action, ms: number): boolean =>
  closedReason(definition, action, ms) === undefined;

export const lastSlotOf = (definition: Definition, action: Action, nowMs: number): Slot[] => {
  if (!definition.schedule.enabled) return [];
  const fits = (ms: number): boolean => slotCounts(definition, action, ms);
  const at = lastSlotThat(slotsOf(definition, action), definition.timeZone, {
    fromMs: nowMs - lookBackMs,
    toMs: nowMs,
    fits,
  });
  return at === undefined ? [] : [{ action, at }];
};

/** The local time that the schedule names, which is not the clock's where that leaves it out. */
export const timeOnTheWall = (definition: Definition, { action, at }: Slot): string =>
  slotAt(slotsOf(definition, action), definition.timeZone, at)?.at ?? '';

/**
 * The date and local time that the schedule names: of two slots that a clock change lays on one moment, or turns round, the later one by
 * the clock on the wall is the newer.
 */
const onTheWall = (slot: Slot, definition: Definition): string =>
  `${dateAt(slot.at, definition.timeZone).toString()} ${timeOnTheWall(definition, slot)}`;

/** The newest slot that counts, of either action. */
export const lastSlot = (definition: Definition, nowMs: number): Slot | undefined => {
  const [start] = lastSlotOf(definition, 'start', nowMs);
  const [stop] = lastSlotOf(definition, 'stop', nowMs);
  if (!start || !stop) return start ?? stop;
  // Only on one day can a clock change turn two slots round.
  if (Math.abs(start.at - stop.at) >= dayMs) return start.at > stop.at ? start : stop;
  return onTheWall(start, definition) > onTheWall(stop, definition) ? start : stop;
};

/** The override in force; of several the one that was made last. */
export const overrideInForce = (overrides: readonly Override[], nowMs: number): Override | undefined =>
  overrides
    .filter(({ from, until }) => from <= nowMs && !hasEnded(until, nowMs, overrideMsMax))
    .toSorted((a, b) => b.from - a.from)[0];

/** Runs that carried out what somebody asked for; refused, stale and dry ones set nothing, nor those that failed before they began. */
export const ranToItsEnd = ({ outcome, resources }: Report): boolean =>
  ['done', 'partial'].includes(outcome) || (outcome === 'failed' && resources.length > 0);

const isPerson = (requestedBy: string): boolean => requestedBy !== 'schedule' && requestedBy !== 'reconcile';

/** What somebody asked for: in a report, or in the lease of a run that is at work or died. */
export type Asked = {
  readonly action: Action;
  readonly by: string;
  readonly since: number;
  /** Of some resources: all that it has to do with. */
  readonly names?: ReadonlySet<string>;
};

/**
 * Whoever is taken over by a run of some resources still has a say about the others; the word of a run of everything is newer anyway. Of
 * most reports the resources are not looked at: they are the long part of what the table holds.
 */
const askedInReport = (report: Report): Asked[] => {
  const { action, requestedBy, startedAt, onBehalfOf } = report;
  const asked = isPerson(requestedBy) ? { requestedBy, since: startedAt } : onBehalfOf;
  if (!asked || !(ranToItsEnd(report) || report.outcome === 'superseded')) return [];
  const names = report.only ? { names: new Set(report.resources.map(({ resource }) => resource)) } : {};
  return [{ action, by: asked.requestedBy, since: Date.parse(asked.since), ...names }];
};

const askedInLease = (lease: Lease | undefined, { resources }: Definition): Asked[] => {
  if (!lease || lease.action === 'deploy' || lease.requestedBy === undefined || lease.since === undefined) return [];
  const { action, requestedBy: by, since, only } = lease;
  const names = only ? { names: namesInPart(resources, action, only) } : {};
  return isPerson(by) ? [{ action, by, since, ...names }] : [];
};

/** What people asked for. What a clock dated that is years ahead would be the newest word for years. */
export const askedFor = (
  definition: Definition,
  { reports, lease }: Pick<WantedInputs, 'reports' | 'lease'>,
  nowMs: number,
): Asked[] =>
  [...askedInLease(lease, definition), ...reports.flatMap(askedInReport)].filter(
    ({ since }) => !isFromTheFuture(since, nowMs),
  );

export const newest = <T extends { readonly since: number }>(all: readonly T[]): T | undefined =>
  all.toSorted((a, b) => b.since - a.since)[0];

const stateOf = (action: Action): Wanted['state'] => (action === 'start' ? 'up' : 'down');

type Candidate = Wanted | undefined;

/** Its own beginning, or the end of one that was made later and stood before it. */
const fromOverride = (override: Override | undefined, endings: readonly number[]): Candidate =>
  override && {
    state: override.hold,
    since: Math.max(override.from, ...endings.filter((ending) => ending >= override.from)),
    because: 'override',
    reason: `held ${override.hold} by ${override.by}: ${override.why}`,
  };

export const fromPerson = (asked: Asked | undefined): Candidate =>
  asked && {
    state: stateOf(asked.action),
    since: asked.since,
    because: 'person',
    by: asked.by,
    reason: `${asked.action} by ${asked.by}`,
  };

/** When an override ends, what the schedule says becomes due at that moment. */
const fromSlot = (slot: Slot | undefined, endings: readonly number[]): Candidate =>
  slot && {
    state: stateOf(slot.action),
    since: Math.max(slot.at, ...endings),
    because: 'slot',
    reason: `${slot.action} is scheduled`,
  };

/** Ends of overrides that decided until then: one that a person has acted against meanwhile decided nothing any more. */
const endingsOf = (overrides: readonly Override[], asked: readonly Asked[], nowMs: number): number[] =>
  overrides
    .filter(({ until }) => until <= nowMs)
    .filter(({ from, until }) => !asked.some(({ since }) => since > from && since <= until))
    .map(({ until }) => until);

/** While an override holds, only slots that say the same count, and only as the newest word: others are skipped. */
const slotThatCounts = (definition: Definition, override: Override | undefined, nowMs: number): Slot | undefined => {
  if (!override) return lastSlot(definition, nowMs);
  const agreeing = lastSlotOf(definition, override.hold === 'up' ? 'start' : 'stop', nowMs)[0];
  return agreeing && agreeing.at > override.from ? agreeing : undefined;
};

/** A start that began before its slot, to be ready by then: it is due since it began, also once the slot has come. */
const begunEarly = (definition: Definition, reports: readonly Report[], slot: Slot | undefined, nowMs: number) => {
  const report = reports.find((one) => one.action === 'start' && one.readyBy !== undefined && ranToItsEnd(one));
  if (report?.readyBy === undefined) return slot;
  const [slotMs, at] = [Date.parse(report.readyBy), Date.parse(report.startedAt)];
  const isSlot = definition.schedule.enabled && slotAt(slotsOf(definition, 'start'), definition.timeZone, slotMs);
  const isNewest =
    slotMs > nowMs ? at <= nowMs && at > (slot?.at ?? 0) : slot?.action === 'start' && slot.at === slotMs;
  return isSlot && isNewest ? { action: 'start' as const, at: Math.min(at, slotMs) } : slot;
};

/** All that could decide, in addition to the definition. */
export type WantedInputs = {
  readonly overrides: readonly Override[];
  /** Newest first. */
  readonly reports: readonly Report[];
  /** Of a run at work or one that died. */
  readonly lease?: Lease | undefined;
  /** Slots from before Curfew was there say nothing. */
  readonly installedAt?: number | undefined;
};

/**
 * Of the environment as a whole, who is newest: the last slot, a person's request or an override in force (of some resources:
 * wanted-each.ts). Claims and reconcile both ask this, so that neither
 * undoes what the other does. Nothing when none of them ever said anything.
 */
export const newestWanted = (
  definition: Definition,
  { overrides, reports, lease, installedAt = 0 }: WantedInputs,
  nowMs: number,
): Wanted | undefined => {
  const override = overrideInForce(overrides, nowMs);
  const asked = askedFor(definition, { reports, lease }, nowMs).filter(({ names }) => names === undefined);
  const endings = endingsOf(overrides, asked, nowMs);
  const counting = slotThatCounts(definition, override, nowMs);
  const slot = override ? counting : begunEarly(definition, reports, counting, nowMs);
  const candidates = [
    fromOverride(override, endings),
    fromPerson(newest(asked)),
    fromSlot(slot && slot.at >= installedAt ? slot : undefined, override ? [] : endings),
  ];
  return newest(candidates.flatMap((candidate) => candidate ?? []));
};

/** The same from what is in the table. */
export const wantedState = (
  definition: Definition,
  overrides: readonly Override[],
  reports: readonly Report[],
  nowMs: number,
  more: Pick<WantedInputs, 'lease' | 'installedAt'> = {},
): Wanted | undefined => newestWanted(definition, { overrides, reports, ...more }, nowMs);
