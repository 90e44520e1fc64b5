// Many notifications at once: the first are posted, the rest of the minute is folded into one digest that names or counts
// every one (facts/notifications.md 4.5).

import { hasEnded } from '#core/ended.ts';

/** What was posted to one destination since it was last quiet for a while. */
export type BurstWindow = {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The deliveries that were posted at once. */
  readonly posted: readonly string[];
};

type BurstStep = { readonly kind: 'post' } | { readonly kind: 'fold'; readonly window: BurstWindow };

export const burstLimits = { windowMs: 60_000, atOnceMax: 3 } as const;

const isOpen = (window: BurstWindow | undefined, nowMs: number): window is BurstWindow =>
  window !== undefined && !hasEnded(window.untilMs, nowMs, burstLimits.windowMs);

/** The same delivery again gets the same answer for as long as the window lasts. */
export const decideBurst = (
  window: BurstWindow | undefined,
  id: string,
  nowMs: number,
): { readonly state: BurstWindow; readonly decision: BurstStep } => {
  if (!isOpen(window, nowMs)) {
    const opened = { fromMs: nowMs, untilMs: nowMs + burstLimits.windowMs, posted: [id] };
    return { state: opened, decision: { kind: 'post' } };
  }
  if (window.posted.includes(id)) return { state: window, decision: { kind: 'post' } };
  if (window.posted.length >= burstLimits.atOnceMax) return { state: window, decision: { kind: 'fold', window } };
  return { state: { ...window, posted: [...window.posted, id] }, decision: { kind: 'post' } };
};

/** Something that need not be said now opens a window in which nothing is posted yet, or joins one that is open. */
export const openLaterWindow = (
  window: BurstWindow | undefined,
  nowMs: number,
): { readonly state: BurstWindow; readonly decision: BurstWindow } => {
  const state = isOpen(window, nowMs) ? window : { fromMs: nowMs, untilMs: nowMs + burstLimits.windowMs, posted: [] };
  return { state, decision: state };
};
