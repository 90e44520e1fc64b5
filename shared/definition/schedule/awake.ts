// When a resource is awake by a week of its own, inside an environment that may be down. Pure.
import { Temporal } from 'temporal-polyfill';
import type { AwakeSlot, ResourceName } from '#core/resource.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Definition, WeeklySlot } from '../definition.ts';
import { closedForAwake } from './calendar.ts';
import { dateAt, instantOn, slotsBetween } from './slots.ts';

const dayMs = 24 * 3_600_000;

/** `untilMs`: nothing of what is always awake. */
export type AwakeTime = {
  readonly resource: ResourceName;
  readonly fromMs: number;
  readonly untilMs?: number;
  readonly why?: string;
};

/** All of a time that ends. */
type AwakeSpan = AwakeTime & { readonly untilMs: number };

const beginnings = new WeakMap<AwakeSlot, WeeklySlot>();

/** As a slot that fires when it begins: the same object each time, as slots are worked out once. */
const beginningOf = (slot: AwakeSlot): WeeklySlot => {
  const known = beginnings.get(slot);
  if (known) return known;
  const { days, on, from } = slot;
  const made = { days, at: from, ...(on ? { on } : {}) } as WeeklySlot;
  beginnings.set(slot, made);
  return made;
};

/** What ends before it begins by the clock ends on the next day; what a clock change leaves nothing of is none. */
const endOf = ({ from, until }: AwakeSlot, fromMs: number, timeZone: string): number => {
  const date = dateAt(fromMs, timeZone).add({ days: until > from ? 0 : 1 });
  return instantOn(date, Temporal.PlainTime.from(until), timeZone);
};

const awakeSlots = ({ awakeOn }: Pick<Resource, 'awakeOn'>): readonly AwakeSlot[] =>
  awakeOn === undefined || awakeOn === 'always' ? [] : awakeOn;

type Span = { readonly fromMs: number; readonly toMs: number };

/** Those that touch the span, in order; closed days left out. */
export const awakeTimes = (definition: Definition, resource: Resource, { fromMs, toMs }: Span): AwakeSpan[] => {
  const { timeZone } = definition;
  return awakeSlots(resource)
    .flatMap((slot) => {
      const zone = slot.utc ? 'UTC' : timeZone;
      return slotsBetween(beginningOf(slot), zone, fromMs - 2 * dayMs, toMs)
        .filter((at) => slot.utc || !closedForAwake(definition, at))
        .map((at) => ({
          resource: resource.name,
          fromMs: at,
          untilMs: endOf(slot, at, zone),
          ...(slot.why === undefined ? {} : { why: slot.why }),
        }));
    })
    .filter((one) => one.untilMs > one.fromMs && one.untilMs >= fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
};

/** A week of its own is a part of the schedule, and off with it. */
export const isOff = ({ schedule }: Definition): boolean => !schedule.enabled;

/** One after the other without a gap is one time. */
const joined = (times: readonly AwakeSpan[], nowMs: number): AwakeTime | undefined => {
  const here = times.filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
  const [first] = here;
  if (!first) return undefined;
  let untilMs = Math.max(...here.map((one) => one.untilMs));
  for (const next of times) if (next.fromMs <= untilMs && next.untilMs > untilMs) untilMs = next.untilMs;
  return { ...first, untilMs };
};

/** Who is awake at a moment by a week of its own. */
export const awakeAt = (definition: Definition, nowMs: number): AwakeTime[] =>
  isOff(definition)
    ? []
    : definition.resources.flatMap((resource): AwakeTime[] => {
        if (resource.awakeOn === 'always') return [{ resource: resource.name, fromMs: 0 }];
        if (resource.awakeOn === undefined) return [];
        const span = { fromMs: nowMs - 2 * dayMs, toMs: nowMs + 8 * dayMs };
        const time = joined(awakeTimes(definition, resource, span), nowMs);
        return time ? [time] : [];
      });

/** A month has days of its own that lie as far back. */
const lookBackMs = 8 * dayMs;

/** When each of those that sleep again was last awake. */
export const awakeBefore = (definition: Definition, nowMs: number): AwakeSpan[] =>
  isOff(definition)
    ? []
    : definition.resources.flatMap((resource) => {
        const times = awakeTimes(definition, resource, { fromMs: nowMs - lookBackMs, toMs: nowMs });
        const last = times.filter(({ untilMs }) => untilMs <= nowMs).toSorted((a, b) => b.untilMs - a.untilMs)[0];
        return last ? [last] : [];
      });
