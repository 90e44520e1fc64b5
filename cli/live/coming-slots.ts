// What the schedule does next, for the status: starts and stops with the special days that they are for and the holds that skip them, and
// windows of resources with a week of their own. Pure.
import type { Action } from '#core/action.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Override } from '#core/override.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import type { AwakeTime } from '#definition/schedule/awake.ts';
import { awakeAhead } from '#definition/schedule/awake-ahead.ts';
import { awakeNow } from '#definition/schedule/awake-words.ts';
import { specialReason } from '#definition/schedule/calendar.ts';
import { type ComingStart, startReadyAt } from '#definition/schedule/coming-start.ts';
import { nextSlotThatCounts } from '#definition/schedule/next-slot.ts';
import { slotAt } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { askedFor, overrideInForce, type Wanted, type WantedInputs } from '#definition/schedule/wanted-state.ts';

/**
 * `written`: the local time in the definition, where `spreadMinutes` moves this environment's. `begins`: when a start begins that is to be
 * ready at that time; `warning`: what it takes does not fit. `reason`: the half or opening day that it is for. `skipped`: the hold that
 * it falls into.
 */
export type NextSlot = {
  readonly action: Action;
  readonly at: string;
  readonly written?: string;
  readonly begins?: string;
  readonly warning?: string;
  readonly reason?: string;
  readonly skipped?: string;
};

/** `until`: null of what is always awake. `open`: it is awake by it now. */
export type AwakeWindow = {
  readonly resource: string;
  readonly from: string;
  readonly until: string | null;
  readonly open: boolean;
  readonly why?: string;
};

/** One that has begun already is at work. */
const beginningOf = ({ beginMs, warning }: Partial<ComingStart> = {}, nowMs: number, timeZone: string) => ({
  ...(beginMs === undefined || beginMs <= nowMs ? {} : { begins: offsetTime(beginMs, timeZone) }),
  ...(warning === undefined ? {} : { warning }),
});

/** A hold against it skips a slot. */
const skippedBy = (action: Action, ms: number, overrides: readonly Override[]): Pick<NextSlot, 'skipped'> => {
  const override = overrideInForce(overrides, ms);
  return override?.hold === (action === 'stop' ? 'up' : 'down')
    ? { skipped: `held ${override.hold} by ${override.by}: ${override.why}` }
    : {};
};

type Known = Pick<WantedInputs, 'reports' | 'overrides'>;

export const nextSlots = (definition: Definition, { reports, overrides }: Known, nowMs: number): NextSlot[] => {
  const { timeZone } = definition;
  return (['stop', 'start'] as const)
    .flatMap((action) => {
      const at = nextSlotThatCounts(definition, action, nowMs);
      return at === undefined ? [] : [{ action, ms: at }];
    })
    .toSorted((a, b) => a.ms - b.ms)
    .map(({ action, ms }) => {
      const written = slotAt(slotsOf(definition, action), timeZone, ms)?.written;
      const start = action === 'start' ? startReadyAt(definition, ms, reports) : undefined;
      const reason = specialReason(definition, action, ms);
      return {
        ...{ action, at: offsetTime(ms, timeZone) },
        ...(written === undefined ? {} : { written }),
        ...beginningOf(start, nowMs, timeZone),
        ...(reason === undefined ? {} : { reason }),
        ...skippedBy(action, ms, overrides),
      };
    });
};

const dayMs = 24 * 3_600_000;

const windowJson = ({ resource, fromMs, untilMs, why }: AwakeTime, nowMs: number, timeZone: string): AwakeWindow => ({
  resource,
  from: offsetTime(fromMs, timeZone),
  until: untilMs === undefined ? null : offsetTime(untilMs, timeZone),
  open: fromMs <= nowMs,
  ...(why === undefined ? {} : { why }),
});

/** Of each resource what is open, and what comes next: within a week, or within the months that a day of the month may be away. */
export const awakeWindows = (definition: Definition, nowMs: number): AwakeWindow[] => {
  const { timeZone, resources } = definition;
  return resources.flatMap((resource) => {
    if (resource.awakeOn === undefined) return [];
    const within = (days: number) =>
      awakeAhead({ ...definition, resources: [resource] }, { fromMs: nowMs, toMs: nowMs + days * dayMs });
    const soon = within(8);
    const times = soon.length > 0 ? soon : within(70);
    const open = times.filter(({ fromMs }) => fromMs <= nowMs);
    return [...open, ...times.filter(({ fromMs }) => fromMs > nowMs).slice(0, 1)].map((one) =>
      windowJson(one, nowMs, timeZone),
    );
  });
};

/** `with`: who needs it, where it is another resource whose week it is. */
export type Awake = { readonly until: string | null; readonly with?: string; readonly why?: string };

type Now = { readonly inputs: WantedInputs; readonly whole: Wanted | undefined; readonly nowMs: number };

/** Who is up by a week of its own, or stays up by it when the environment is stopped; of several windows the longest. */
export const awakeByName = (
  definition: Definition,
  { inputs, whole, nowMs }: Now,
): ReadonlyMap<ResourceName, Awake> => {
  const found = new Map<ResourceName, Awake>();
  if (definition.resources.every(({ awakeOn }) => awakeOn === undefined)) return found;
  const nextStopMs = nextSlotThatCounts(definition, 'stop', nowMs) ?? Number.POSITIVE_INFINITY;
  const words = awakeNow(definition, { inputs, asked: askedFor(definition, inputs, nowMs), whole, nowMs });
  const endOf = ({ untilMs = Number.POSITIVE_INFINITY }: AwakeTime) => untilMs;
  const counting = words
    .filter((one) => whole?.state === 'down' || endOf(one) > nextStopMs)
    .toSorted((a, b) => endOf(a) - endOf(b));
  for (const { resource, names, untilMs, why } of counting)
    for (const name of names)
      found.set(name, {
        until: untilMs === undefined ? null : offsetTime(untilMs, definition.timeZone),
        ...(name === resource ? {} : { with: resource }),
        ...(why === undefined ? {} : { why }),
      });
  return found;
};
