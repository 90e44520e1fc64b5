// Request rates as AWS enforces them: a bucket that holds a burst and refills at a steady rate.

type TokenBucket = { take(nowMs: number): boolean };

export const tokenBucket = (burst: number, perSecond: number): TokenBucket => {
  let tokens = burst;
  let last = Number.NEGATIVE_INFINITY;
  return {
    take(nowMs) {
      if (last !== Number.NEGATIVE_INFINITY) tokens = Math.min(burst, tokens + ((nowMs - last) / 1_000) * perSecond);
      last = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};
