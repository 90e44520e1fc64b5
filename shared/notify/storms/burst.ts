// Many notifications at once: the first are posted, the rest of the minute is folded into one digest that names or counts
// every one (facts/notifications.md 4.5).
import type { Notification } from '#core/notification.ts';

/** What was posted to one destination since it was last quiet for a while. */
export type StormWindow = {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The deliveries that were posted at once. */
  readonly posted: readonly string[];
};

export type StormStep = { readonly kind: 'post' } | { readonly kind: 'fold'; readonly window: StormWindow };

export const stormLimits = { windowMs: 60_000, atOnceMax: 3 } as const;

/** What is rare and has to be read one by one is never folded. */
export const mayBeFolded = ({ source }: Notification): boolean =>
  !['curfew', 'budget', 'cost-anomaly', 'health', 'guardduty'].includes(source);

/** The same delivery again gets the same answer for as long as the window lasts. */
export const weather = (
  window: StormWindow | undefined,
  id: string,
  nowMs: number,
): { readonly state: StormWindow; readonly decision: StormStep } => {
  if (!window || nowMs >= window.untilMs) {
    const opened = { fromMs: nowMs, untilMs: nowMs + stormLimits.windowMs, posted: [id] };
    return { state: opened, decision: { kind: 'post' } };
  }
  if (window.posted.includes(id)) return { state: window, decision: { kind: 'post' } };
  if (window.posted.length >= stormLimits.atOnceMax) return { state: window, decision: { kind: 'fold', window } };
  return { state: { ...window, posted: [...window.posted, id] }, decision: { kind: 'post' } };
};

/** Something that need not be said now opens a window in which nothing is posted yet, or joins one that is open. */
export const laterWindow = (
  window: StormWindow | undefined,
  nowMs: number,
): { readonly state: StormWindow; readonly decision: StormWindow } => {
  const open = window && nowMs < window.untilMs;
  const state = open ? window : { fromMs: nowMs, untilMs: nowMs + stormLimits.windowMs, posted: [] };
  return { state, decision: state };
};
