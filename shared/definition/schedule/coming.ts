// What the schedule brings in the time to come: every start and stop with what becomes of it, closed days, holds, and changes of the
// clocks. Pure.
import { Temporal } from 'temporal-polyfill';
import type { Action } from '#core/action.ts';
import type { Override } from '#core/override.ts';
import type { Definition } from '../definition.ts';
import { awakeTimes } from './awake.ts';
import { closedReason } from './calendar.ts';
import { dateAt, slotAt, slotsBetween } from './slots.ts';
import { slotsOf } from './slots-of.ts';
import { specialDays } from './special-days.ts';
import { lastSlot, overrideInForce } from './wanted-state.ts';

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
  | { readonly kind: 'hold'; readonly at: number; readonly state: State; readonly reason: string }
  /** `state`: what the schedule has it be from then on. */
  | { readonly kind: 'hold-ends'; readonly at: number; readonly state?: State; readonly reason: string }
  /** By a week of its own, with what it needs, also while the environment is down. */
  | {
      readonly kind: 'awake';
      readonly at: number;
      readonly resource: string;
      readonly untilMs: number;
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
  overrides.flatMap(({ from, until, hold, by, why }) => [
    ...(within(from, ahead)
      ? [{ kind: 'hold' as const, at: from, state: hold, reason: `held ${hold} by ${by}: ${why}` }]
      : []),
    ...(within(until, ahead)
      ? [{ kind: 'hold-ends' as const, at: until, reason: `no longer held ${hold} by ${by}: ${why}` }]
      : []),
  ]);

const awakes = ({ definition, ...span }: Ahead): Other[] =>
  definition.resources.flatMap((one) =>
    awakeTimes(definition, one, span)
      .filter(({ fromMs }) => within(fromMs, span))
      .map(({ fromMs, untilMs, why }) => ({
        ...{ kind: 'awake' as const, at: fromMs, resource: one.name, untilMs },
        reason: why ?? `${one.name} has a week of its own`,
      })),
  );

type BareSlot = { readonly kind: Action; readonly at: number };

const slots = ({ definition, fromMs, toMs }: Ahead): BareSlot[] =>
  (['start', 'stop'] as const).flatMap((kind) =>
    slotsBetween(slotsOf(definition, kind), definition.timeZone, fromMs + 1, toMs).map((at) => ({ kind, at })),
  );

const skipReason = ({ kind, at }: BareSlot, { definition, overrides }: Ahead): string | undefined => {
  const override = overrideInForce(overrides, at);
  if (!override) return closedReason(definition, kind, at);
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
    if (one.kind === 'hold') state = one.state;
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

const turnsTo = (one: Coming): State | undefined => {
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
    const turns = turnsTo(one);
    if (turns === 'up') since ??= one.at;
    if (turns === 'down' && since !== undefined) {
      found.push({ fromMs: since, toMs: one.at });
      since = undefined;
    }
  }
  return since === undefined ? found : [...found, { fromMs: since, toMs }];
};
