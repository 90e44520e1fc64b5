// Stretches outside of working hours. Pure.
import type { WorkingHours } from '../definition.ts';
import { nextSlot, slotsBetween } from './slots.ts';

type Stretch = { readonly from: number; readonly to: number };

const weekMs = 8 * 24 * 3_600_000;

const edges = ({ days, from, to }: WorkingHours) => ({ begin: { days, at: from }, end: { days, at: to } });

/** The stretch that a moment is in; undefined within working hours. */
export const offHoursAt = (hours: WorkingHours, timeZone: string, nowMs: number): Stretch | undefined => {
  const { begin, end } = edges(hours);
  const last = (slot: typeof begin): number =>
    slotsBetween(slot, timeZone, nowMs - weekMs, nowMs).at(-1) ?? nowMs - weekMs;
  const [began, ended] = [last(begin), last(end)];
  if (began > ended) return undefined;
  return { from: ended, to: nextSlot(begin, timeZone, nowMs) ?? nowMs + weekMs };
};

/** All of them in [from, to], cut to it. */
export const offHoursBetween = (hours: WorkingHours, timeZone: string, { from, to }: Stretch): Stretch[] => {
  const found: Stretch[] = [];
  for (let at = from; at < to; ) {
    const off = offHoursAt(hours, timeZone, at);
    const until = off?.to ?? nextSlot(edges(hours).end, timeZone, at) ?? to;
    if (off) found.push({ from: at, to: Math.min(until, to) });
    at = Math.max(until, at + 1);
  }
  return found;
};
