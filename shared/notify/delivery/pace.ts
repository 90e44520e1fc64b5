// One message after the other per destination, and the patience that it asks for (facts/notifications.md 3, "rate").
import { latestEnd } from '#core/ended.ts';

/** When the destination may be used next, in epoch milliseconds. */
export type Pace = { readonly nextMs: number };

type Turn =
  | { readonly kind: 'turn'; readonly waitMs: number }
  /** It would take longer than there is time for; nobody's turn was taken. */
  | { readonly kind: 'later'; readonly waitMs: number };

/** The answer of a destination: it is called again after so long. */
export const patienceMsMax = 60 * 60_000;

/** Takes the next turn, if that comes within the time there is. */
export const takeTurn = (
  pace: Pace | undefined,
  nowMs: number,
  waitMsMax: number,
  gapMs: number,
): { readonly state: Pace; readonly decision: Turn } => {
  // Nobody's turn is that far away: it was given by a clock that was wrong.
  const state = pace && pace.nextMs <= latestEnd(nowMs, patienceMsMax) ? pace : { nextMs: nowMs };
  const atMs = Math.max(nowMs, state.nextMs);
  const waitMs = atMs - nowMs;
  if (waitMs > waitMsMax) return { state, decision: { kind: 'later', waitMs } };
  return { state: { nextMs: atMs + gapMs }, decision: { kind: 'turn', waitMs } };
};

/** The destination asked to be left alone, or says nothing; nobody's turn comes sooner. */
export const holdOff = (
  pace: Pace | undefined,
  untilMs: number,
): { readonly state: Pace; readonly decision: undefined } => ({
  state: { nextMs: Math.max(pace?.nextMs ?? 0, untilMs) },
  decision: undefined,
});
