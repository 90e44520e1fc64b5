// Whether something that ends by itself has ended, by the clock of the caller. Clocks are not trusted without bound: a lease that
// a machine wrote whose clock is at 2036 would otherwise hold for ten years. Pure.

/** Further apart are no two clocks that are right: AWS refuses what is signed by one that differs by so much. */
const skewMs = 10 * 60_000;

/** The latest end that anything can have which lasts `longestMs` at most, and was written by now. */
export const latestEnd = (nowMs: number, longestMs: number): number => nowMs + longestMs + skewMs;

/** Also if its end is further away than it can last, or is no time at all: a clock was wrong when it was written. */
export const hasEnded = (untilMs: number, nowMs: number, longestMs: number): boolean =>
  !(untilMs > nowMs && untilMs <= latestEnd(nowMs, longestMs));

/** Whether it is dated in a future that no clock which is right can have seen. */
export const isFromTheFuture = (atMs: number, nowMs: number): boolean => atMs > nowMs + skewMs;
