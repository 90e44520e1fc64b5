// What the schedule brings in the time to come: every start and stop with what becomes of it, closed days, holds, and changes of the
// clocks. Pure.
import { Temporal } from 'temporal-polyfill';
import type { Action } from '#core/action.ts';
import type { Override } from '#core/override.ts';
import type { Definition } from '../definition.ts';
import { awakeAhead } from './awake-ahead.ts';
import { closedReason } from './calendar.ts';
import { dateAt, slotAt, slotsBetween } from './slots.ts';
import { slotsOf } from './slots-of.ts';
import { specialDays } from './special-days.ts';
import { lastSlot, overrideInForce, timeOnTheWall } from './wanted-state.ts';

/** `already`: it is up, or down, as the slot would have it. */
type Becomes = 'happens' | 'already' | 'skipped';

type ComingSlot = {
  readonly kind: Action;
  readonly at: number;
  readonly becomes: Becomes;
  /** Why it is skipped, or which day it is for. */
  readonly reason?: string;
  /** The time in the file, where `spreadMinutes` has moved it. */
  readonly written?: string;
  /** It begins before, to be ready by then, but not before this local time. */
  readonly notBefore?: string;
};

type State = 'up' | 'down';

export type Coming =
  | ComingSlot
  /** One that is in force at the beginning began before. `untilMs`: where its end lies beyond what is listed. */
  | {
      readonly kind: 'hold';
      readonly at: number;
      readonly state: State;
      readonly untilMs?: number;
      readonly reason: string;
    }
  /** `state`: what the schedule has it be from then on. */
  | { readonly kind: 'hold-ends'; readonly at: number; readonly state?: State; readonly reason: string }
  /**
   * By a week of its own, with what it needs, also while the environment is down. What is open at the beginning began before; what is
   * always awake has no end.
   */
  | {
      readonly kind: 'awake';
      readonly at: number;
      readonly resource: string;
      readonly untilMs?: number;
      readonly reason: string;
    }
  | { readonly kind: 'clocks'; readonly at: number; readonly reason: string }
  | { readonly kind: 'day'; readonly at: number; readonly reason: string };

type Other = Exclude<Coming, ComingSlot>;

type Ahead = {
  readonly definition: Definition;
  readonly overrides: readonly Override[];
  readonly fromMs: number;
  readonly toMs: number;
  /** By what it is found to be due now; by its last slot, if not given. */
  readonly state?: State | undefined;
};

const within = (ms: number, { fromMs, toMs }: Pick<Ahead, 'fromMs' | 'toMs'>): boolean => ms > fromMs && ms <= toMs;

const zoned = (ms: number, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);

/** `+01:00 → +02:00, one hour forward` */
const clockChanges = ({ definition: { timeZone }, ...span }: Ahead): Other[] => {
  const found: Other[] = [];
  let next = zoned(span.fromMs, timeZone).getTimeZoneTransition('next');
  while (next && next.epochMilliseconds <= span.toMs) {
    const before = next.subtract({ nanoseconds: 1 });
    const minutes = (next.offsetNanoseconds - before.offsetNanoseconds) / 60e9;
    const text = `the clocks go ${minutes > 0 ? 'forward' : 'back'} by ${Math.abs(minutes)} minutes: ${before.offset} → ${next.offset}`;
    found.push({ kind: 'clocks', at: next.epochMilliseconds, reason: text });
    next = next.getTimeZoneTransition('next');
  }
  return found;
};

/** What a calendar says of a date: it stands at the beginning of its day. */
const dayText = (definition: Definition, date: string): string[] => {
  const special = specialDays(definition);
  const [open, half] = [special.open.get(date), special.half.get(date)];
  const closed = open
    ? undefined
    : definition.calendars.flatMap((one) => one.closed).find(({ from, to }) => date >= from && date <= to);
  return [
    ...(closed ? [`${closed.name}: closed, no starts`] : []),
    ...(open ? [`${open.name}: open${open.like === undefined ? '' : `, like ${open.like}`}`] : []),
    ...(half ? [`${half.name}: until ${half.until}`] : []),
  ];
};

const days = ({ definition, fromMs, toMs }: Ahead): Other[] => {
  if (definition.calendars.length === 0) return [];
  const { timeZone } = definition;
  const last = dateAt(toMs, timeZone);
  const found: Other[] = [];
  for (let date = dateAt(fromMs, timeZone); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const at = date.toZonedDateTime({ timeZone }).epochMilliseconds;
    for (const reason of dayText(definition, date.toString())) found.push({ kind: 'day', at, reason });
  }
  return found;
};

const holds = ({ overrides, ...ahead }: Ahead): Other[] =>
  overrides.flatMap((one): Other[] => {
    const { from, until, hold: state, by, why } = one;
    const isListed = within(from, ahead) || overrideInForce([one], ahead.fromMs) !== undefined;
    const ends = within(until, ahead);
    const begun = { kind: 'hold' as const, at: from, state, reason: `held ${state} by ${by}: ${why}` };
    return [
      ...(isListed ? [{ ...begun, ...(ends ? {} : { untilMs: until }) }] : []),
      ...(ends ? [{ kind: 'hold-ends' as const, at: until, reason: `no longer held ${state} by ${by}: ${why}` }] : []),
    ];
  });

const awakes = ({ definition, ...span }: Ahead): Other[] =>
  awakeAhead(definition, span).map(({ resource, fromMs, untilMs, why }) => ({
    ...{ kind: 'awake' as const, at: fromMs, resource },
    ...(untilMs === undefined ? {} : { untilMs }),
    reason: why ?? `${resource} ${untilMs === undefined ? 'is always awake' : 'has a week of its own'}`,
  }));

type BareSlot = { readonly kind: Action; readonly at: number };

const slots = ({ definition, fromMs, toMs }: Ahead): BareSlot[] =>
  (['start', 'stop'] as const).flatMap((kind) =>
    slotsBetween(slotsOf(definition, kind), definition.timeZone, fromMs + 1, toMs).map((at) => ({ kind, at })),
  );

/** Of two slots that a clock change turns round, or that meet, the other one counts: as runs and reconcile have it. */
const overtaken = ({ kind, at }: BareSlot, { definition }: Ahead): string | undefined => {
  const last = lastSlot(definition, at);
  if (last === undefined || last.action === kind) return undefined;
  const [own, other] = [timeOnTheWall(definition, { action: kind, at }), timeOnTheWall(definition, last)];
  return own === other
    ? `a ${last.action} is at the same time, and goes before it`
    : `the clocks change: the ${last.action} of ${other} is the later one`;
};

const skipReason = (slot: BareSlot, ahead: Ahead): string | undefined => {
  const { kind, at } = slot;
  const { definition, overrides } = ahead;
  const override = overrideInForce(overrides, at);
  if (!override) return closedReason(definition, kind, at) ?? overtaken(slot, ahead);
  return override.hold === (kind === 'start' ? 'up' : 'down')
    ? undefined
    : `held ${override.hold} by ${override.by}: ${override.why}`;
};

const stateAfter = (action: Action): State => (action === 'start' ? 'up' : 'down');

/** What follows from the end of a hold: what the schedule says by then. */
const afterHold = ({ definition, overrides }: Ahead, at: number): State | undefined => {
  if (overrideInForce(overrides, at)) return undefined;
  const last = lastSlot(definition, at)?.action;
  return last && stateAfter(last);
};

const withWritten = (slot: ComingSlot, { definition }: Ahead): ComingSlot => {
  const { written, notBefore } = slotAt(slotsOf(definition, slot.kind), definition.timeZone, slot.at) ?? {};
  return {
    ...slot,
    ...(written === undefined ? {} : { written }),
    ...(notBefore === undefined ? {} : { notBefore }),
  };
};

/** By what is found to be due now; by the last slot, where nothing is known. */
const stateNow = ({ definition, overrides, fromMs, state }: Ahead): State | undefined => {
  const last = lastSlot(definition, fromMs)?.action;
  return state ?? overrideInForce(overrides, fromMs)?.hold ?? (last && stateAfter(last));
};

const isSlot = (one: BareSlot | Other): one is BareSlot => one.kind === 'start' || one.kind === 'stop';

/** In the order in which it comes. */
export const comingUp = (ahead: Ahead): Coming[] => {
  const { definition } = ahead;
  const others = [...days(ahead), ...holds(ahead), ...clockChanges(ahead)];
  const all = [...others, ...(definition.schedule.enabled ? [...slots(ahead), ...awakes(ahead)] : [])].toSorted(
    (a, b) => a.at - b.at,
  );
  let state = stateNow(ahead);
  return all.map((one): Coming => {
    // What is in force at the beginning is part of what is due by then.
    if (one.kind === 'hold' && within(one.at, ahead)) state = one.state;
    if (one.kind === 'hold-ends') {
      state = afterHold(ahead, one.at) ?? state;
      return { ...one, ...(state ? { state } : {}) };
    }
    if (!isSlot(one)) return one;
    const reason = skipReason(one, ahead);
    if (reason !== undefined) return withWritten({ kind: one.kind, at: one.at, becomes: 'skipped', reason }, ahead);
    const becomes = state === stateAfter(one.kind) ? 'already' : 'happens';
    state = stateAfter(one.kind);
    return withWritten({ kind: one.kind, at: one.at, becomes }, ahead);
  });
};

const turnsTo = (one: Coming, ahead: Ahead): State | undefined => {
  if (!within(one.at, ahead)) return undefined;
  if (one.kind === 'hold' || one.kind === 'hold-ends') return one.state;
  if (one.kind !== 'start' && one.kind !== 'stop') return undefined;
  return one.becomes === 'skipped' ? undefined : stateAfter(one.kind);
};

export type UpTime = { readonly fromMs: number; readonly toMs: number };

/** When the environment is up, as far as all this goes. */
export const upTimes = (coming: readonly Coming[], ahead: Ahead): UpTime[] => {
  const { fromMs, toMs } = ahead;
  const found: UpTime[] = [];
  let since = stateNow(ahead) === 'up' ? fromMs : undefined;
  for (const one of coming) {
    const turns = turnsTo(one, ahead);
    if (turns === 'up') since ??= one.at;
    if (turns === 'down' && since !== undefined) {
      if (one.at > since) found.push({ fromMs: since, toMs: one.at });
      since = undefined;
    }
  }
  return since === undefined ? found : [...found, { fromMs: since, toMs }];
};
