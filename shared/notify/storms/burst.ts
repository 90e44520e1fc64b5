// Many notifications at once: the first are posted, the rest of the minute is folded into one digest that names or counts
// every one (facts/notifications.md 4.5).

import { hasEnded } from '#core/ended.ts';

/** What was posted to one destination since it was last quiet for a while. */
export type BurstWindow = {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The deliveries that were posted at once. */
  readonly posted: readonly string[];
  /** Of what is grouped: each group with the delivery that was posted for it. */
  readonly groups?: readonly (readonly [group: string, id: string])[];
};

/** `group`: it goes into the digest of its group, of which something has been posted; else into that of the place. */
type BurstStep =
  | { readonly kind: 'post' }
  | { readonly kind: 'fold'; readonly window: BurstWindow; readonly group?: string };

export const burstLimits = { windowMs: 60_000, atOnceMax: 3 } as const;

const isOpen = (window: BurstWindow | undefined, nowMs: number): window is BurstWindow =>
  window !== undefined && !hasEnded(window.untilMs, nowMs, burstLimits.windowMs);

type Decided = { readonly state: BurstWindow; readonly decision: BurstStep };

const isFull = ({ posted, groups = [] }: BurstWindow): boolean =>
  posted.length + groups.length >= burstLimits.atOnceMax;

/** One message for each group, and the rest of it in a digest of its own; groups that come when the window is full share one. */
const decideGrouped = (window: BurstWindow, id: string, group: string): Decided => {
  const groups = window.groups ?? [];
  const known = groups.find(([name]) => name === group);
  if (known?.[1] === id) return { state: window, decision: { kind: 'post' } };
  if (known) return { state: window, decision: { kind: 'fold', window, group } };
  if (isFull(window)) return { state: window, decision: { kind: 'fold', window } };
  return { state: { ...window, groups: [...groups, [group, id]] }, decision: { kind: 'post' } };
};

/** The same delivery again gets the same answer for as long as the window lasts. */
export const decideBurst = (window: BurstWindow | undefined, id: string, nowMs: number, group?: string): Decided => {
  if (!isOpen(window, nowMs)) {
    const opened = { fromMs: nowMs, untilMs: nowMs + burstLimits.windowMs, posted: group === undefined ? [id] : [] };
    return group === undefined ? { state: opened, decision: { kind: 'post' } } : decideGrouped(opened, id, group);
  }
  if (group !== undefined) return decideGrouped(window, id, group);
  if (window.posted.includes(id)) return { state: window, decision: { kind: 'post' } };
  if (isFull(window)) return { state: window, decision: { kind: 'fold', window } };
  return { state: { ...window, posted: [...window.posted, id] }, decision: { kind: 'post' } };
};

/** Something that need not be posted now opens a window in which nothing is posted yet, or joins one that is open. */
export const openLaterWindow = (
  window: BurstWindow | undefined,
  nowMs: number,
): { readonly state: BurstWindow; readonly decision: BurstWindow } => {
  const state = isOpen(window, nowMs) ? window : { fromMs: nowMs, untilMs: nowMs + burstLimits.windowMs, posted: [] };
  return { state, decision: state };
};
