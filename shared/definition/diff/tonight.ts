// What a changed schedule means for the coming hours, in sentences. Pure.
import type { Action } from '#core/action.ts';
import type { Override } from '#core/override.ts';
import type { Definition } from '../definition.ts';
import { type ComingStart, startReadyAt } from '../schedule/coming-start.ts';
import { nextSlotThatCounts } from '../schedule/next-slot.ts';
import {
  actionTowards,
  lastSlot,
  newestWanted,
  overrideInForce,
  type Wanted,
  type WantedInputs,
} from '../schedule/wanted-state.ts';
import { clock, fullClock, spanText, zoned } from './times.ts';

/** What reconcile looks after: it acts for a slot that nobody delivered. */
const lookMinutes = 15;
/** Before that the scheduler may still deliver it, and afterwards the next look finds it. */
const reachMinutes = 20;
const minuteMs = 60_000;

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** `tonight's stop`, `tomorrow's start`, `Monday's start` */
const whose = (action: Action, ms: number, nowMs: number, timeZone: string): string => {
  const [at, today] = [zoned(ms, timeZone), zoned(nowMs, timeZone).toPlainDate()];
  const days = today.until(at.toPlainDate(), { largestUnit: 'days' }).days;
  if (days === 0) return `${at.hour >= 17 ? 'tonight' : 'today'}'s ${action}`;
  if (days === 1) return `tomorrow's ${action}`;
  if (days < 7) return `${dayNames[at.dayOfWeek - 1]}'s ${action}`;
  return `the ${action} of ${at.toPlainDate()}`;
};

type Versions = { readonly before: Definition; readonly after: Definition; readonly nowMs: number };

type Next = { readonly at: number; readonly start?: ComingStart | undefined };

const nextOf = (action: Action, definition: Definition, nowMs: number, { reports }: WantedInputs): Next | undefined => {
  const at = definition.schedule.enabled ? nextSlotThatCounts(definition, action, nowMs) : undefined;
  if (at === undefined || action === 'stop') return at === undefined ? undefined : { at };
  return { at, start: startReadyAt(definition, at, reports) };
};

const isSame = (one: Next | undefined, other: Next | undefined): boolean =>
  one?.at === other?.at &&
  one?.start?.beginMs === other?.start?.beginMs &&
  one?.start?.warning === other?.start?.warning;

/** A slot that falls into a hold of the other state is skipped. */
const holdAgainst = (action: Action, ms: number, { overrides }: WantedInputs): Override | undefined => {
  const override = overrideInForce(overrides, ms);
  return override?.hold === (action === 'stop' ? 'up' : 'down') ? override : undefined;
};

/** `begins at 07:41 to be ready by 08:00`; one that may have begun already only comes. */
const whenText = ({ at, start }: Next, nowMs: number, timeZone: string): string =>
  start !== undefined && start.beginMs > nowMs
    ? `begins at ${clock(start.beginMs, timeZone)} to be ready by ${clock(at, timeZone)}, in ${spanText(start.beginMs - nowMs)}`
    : `comes at ${clock(at, timeZone)}, in ${spanText(at - nowMs)}`;

const sayNext = (action: Action, { before, after, nowMs }: Versions, inputs: WantedInputs): string[] => {
  const [old, next] = [nextOf(action, before, nowMs, inputs), nextOf(action, after, nowMs, inputs)];
  if (isSame(old, next)) return [];
  const { timeZone } = after;
  if (next === undefined) return [`no ${action} is scheduled any more`];
  const hold = holdAgainst(action, next.at, inputs);
  const which = whose(action, next.at, nowMs, timeZone);
  if (hold)
    return [
      `${which} would come at ${clock(next.at, timeZone)}, but a hold keeps it ${hold.hold} until ${fullClock(hold.until, nowMs, timeZone)}`,
    ];
  return [
    `${which} ${whenText(next, nowMs, timeZone)}`,
    ...(next.start?.warning === undefined ? [] : [next.start.warning]),
  ];
};

const isOfSchedule = (wanted: Wanted | undefined): wanted is Wanted => wanted?.because === 'slot';

/** By the new schedule it is due to be other than by the old one, already now. */
const sayDue = ({ before, after, nowMs }: Versions, inputs: WantedInputs): string[] => {
  const [old, due] = [newestWanted(before, inputs, nowMs), newestWanted(after, inputs, nowMs)];
  if (!isOfSchedule(due) || old?.state === due.state) return [];
  const action = actionTowards(due);
  const { timeZone, schedule } = after;
  const agoMs = nowMs - due.since;
  const at = clock(due.since, timeZone);
  const reach = Math.max(schedule.toleranceMinutes, reachMinutes);
  if (agoMs > reach * minuteMs)
    return [
      `the ${action} of ${at} was ${spanText(agoMs)} ago, longer than the tolerance: nothing follows by itself, ${action} it by hand`,
    ];
  return [`${at} was ${spanText(agoMs)} ago: the ${action} follows within ${lookMinutes} minutes`];
};

const sayEnabled = ({ before, after }: Versions): string[] => {
  if (before.schedule.enabled === after.schedule.enabled) return [];
  return after.schedule.enabled
    ? ['the schedule applies again']
    : ['nothing starts or stops by itself any more; by hand it still works'];
};

const nothingElse: WantedInputs = { overrides: [], reports: [] };

/** Nothing where the schedule is the same. `inputs`: what could decide besides, such as a hold. */
export const tonight = (versions: Versions, inputs: WantedInputs = nothingElse): string[] => {
  const due = sayDue(versions, inputs);
  const enabled = sayEnabled(versions);
  if (enabled.length > 0 && !versions.after.schedule.enabled) return enabled;
  // What is due now comes before the slot of tomorrow does.
  const acted = due.length > 0 ? lastSlot(versions.after, versions.nowMs)?.action : undefined;
  const next = (['stop', 'start'] as const).filter((action) => action !== acted);
  return [...enabled, ...due, ...next.flatMap((action) => sayNext(action, versions, inputs))];
};
