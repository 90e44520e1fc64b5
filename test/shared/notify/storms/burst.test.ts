import { describe, expect, it } from 'vitest';
import { type BurstWindow, burstLimits, decideBurst, openLaterWindow } from '#notify/storms/burst.ts';

/** What becomes of deliveries at these times. */
const storm = (times: readonly number[]) => {
  let window: BurstWindow | undefined;
  return times.map((time, index) => {
    const { state, decision } = decideBurst(window, `m${index}`, time);
    window = state;
    return decision.kind;
  });
};

describe('a storm', () => {
  it('a storm has its first messages posted, and the rest of the minute folded', () => {
    expect(storm([0, 1, 2, 3, 4, burstLimits.windowMs - 1])).toEqual(['post', 'post', 'post', 'fold', 'fold', 'fold']);
  });

  it('a storm begins anew when the minute is over', () => {
    expect(storm([0, 1, 2, 3, burstLimits.windowMs, burstLimits.windowMs + 1])).toEqual([
      ...['post', 'post', 'post', 'fold'],
      ...['post', 'post'],
    ]);
  });

  it('a storm gives the same delivery the same answer, so that a second try does not count', () => {
    let { state } = decideBurst(undefined, 'a', 0);
    for (let times = 0; times < 5; times++) ({ state } = decideBurst(state, 'a', 1));
    expect(state.posted).toEqual(['a']);
    expect(decideBurst({ ...state, posted: ['a', 'b', 'c'] }, 'b', 2).decision).toEqual({ kind: 'post' });
  });

  it('a storm is joined by what can wait, which is no reason to hold back what comes next', () => {
    const { state, decision } = openLaterWindow(undefined, 0);
    expect(decision).toEqual({ fromMs: 0, untilMs: burstLimits.windowMs, posted: [] });
    expect(decideBurst(state, 'a', 1).decision.kind).toBe('post');
    expect(openLaterWindow(state, 2).decision).toBe(state);
  });
});
