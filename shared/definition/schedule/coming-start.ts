// The next start that is to be ready by a time: when it will begin, and whether what it takes fits before that time. Pure.
import { Temporal } from 'temporal-polyfill';
import { offsetTime } from '#core/offset-time.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '../definition.ts';
import { beginTime, startTakes } from './begin-time.ts';
import { nextSlotThatCounts } from './next-slot.ts';
import { dateAt, instantOn, slotAt } from './slots.ts';
import { slotsOf } from './slots-of.ts';

export type ComingStart = {
  readonly beginMs: number;
  readonly slotMs: number;
  /** What it takes is more than it may have. */
  readonly warning?: string;
};

const clock = (ms: number, timeZone: string): string => offsetTime(ms, timeZone).slice(11, 16);

/** `2 h 5 min` */
const span = (ms: number): string => {
  const minutes = Math.ceil(ms / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
};

type Window = { readonly slotMs: number; readonly notBeforeMs: number };

/** On the day before there is no `notBefore`. */
const remedy = ({ slotMs }: Window, takesMs: number, timeZone: string): string => {
  const neededMs = slotMs - Math.ceil(takesMs / 60_000) * 60_000;
  return dateAt(neededMs, timeZone).equals(dateAt(slotMs, timeZone))
    ? `set \`notBefore\` to ${clock(neededMs, timeZone)} or earlier, or \`readyBy\` later`
    : 'set `readyBy` later';
};

const warningOf = (window: Window, takesMs: number | undefined, timeZone: string): string | undefined => {
  const { slotMs, notBeforeMs } = window;
  if (takesMs === undefined || takesMs <= slotMs - notBeforeMs) return undefined;
  const between = `${span(slotMs - notBeforeMs)} between \`notBefore\` ${clock(notBeforeMs, timeZone)} and \`readyBy\` ${clock(slotMs, timeZone)}`;
  return `a start takes up to ${span(takesMs)}, by the last ones and with a margin: more than the ${between}; ${remedy(window, takesMs, timeZone)}`;
};

/** Of the start that is to be ready at `slotMs`; nothing of one that begins at its time. `reports`: newest first. */
export const startReadyAt = (
  definition: Definition,
  slotMs: number,
  reports: readonly Report[],
): ComingStart | undefined => {
  const { timeZone, resources } = definition;
  const notBefore = slotAt(slotsOf(definition, 'start'), timeZone, slotMs)?.notBefore;
  if (notBefore === undefined) return undefined;
  const notBeforeMs = instantOn(dateAt(slotMs, timeZone), Temporal.PlainTime.from(notBefore), timeZone);
  const takesMs = startTakes(resources, reports);
  const warning = warningOf({ slotMs, notBeforeMs }, takesMs, timeZone);
  return {
    beginMs: beginTime({ slotMs, notBeforeMs }, takesMs),
    slotMs,
    ...(warning === undefined ? {} : { warning }),
  };
};

/** Of the next start, if it is one of these. */
export const nextReadyStart = (
  definition: Definition,
  afterMs: number,
  reports: readonly Report[],
): ComingStart | undefined => {
  const slotMs = definition.schedule.enabled ? nextSlotThatCounts(definition, 'start', afterMs) : undefined;
  return slotMs === undefined ? undefined : startReadyAt(definition, slotMs, reports);
};
