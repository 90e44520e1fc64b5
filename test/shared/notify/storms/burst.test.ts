import { describe, expect, it } from 'vitest';
import { laterWindow, type StormWindow, stormLimits, weather } from '#notify/storms/burst.ts';

/** What becomes of deliveries at these times. */
const storm = (times: readonly number[]) => {
  let window: StormWindow | undefined;
  return times.map((time, index) => {
    const { state, decision } = weather(window, `m${index}`, time);
    window = state;
    return decision.kind;
  });
};

describe('a storm', () => {
  it('has its first messages posted, and the rest of the minute folded', () => {
    expect(storm([0, 1, 2, 3, 4, stormLimits.windowMs - 1])).toEqual(['post', 'post', 'post', 'fold', 'fold', 'fold']);
  });

  it('begins anew when the minute is over', () => {
    expect(storm([0, 1, 2, 3, stormLimits.windowMs, stormLimits.windowMs + 1])).toEqual([
      ...['post', 'post', 'post', 'fold'],
      ...['post', 'post'],
    ]);
  });

  it('gives the same delivery the same answer, so that a second try does not count', () => {
    let { state } = weather(undefined, 'a', 0);
    for (let times = 0; times < 5; times++) ({ state } = weather(state, 'a', 1));
    expect(state.posted).toEqual(['a']);
    expect(weather({ ...state, posted: ['a', 'b', 'c'] }, 'b', 2).decision).toEqual({ kind: 'post' });
  });

  it('is joined by what can wait, which is no reason to hold back what comes next', () => {
    const { state, decision } = laterWindow(undefined, 0);
    expect(decision).toEqual({ fromMs: 0, untilMs: stormLimits.windowMs, posted: [] });
    expect(weather(state, 'a', 1).decision.kind).toBe('post');
    expect(laterWindow(state, 2).decision).toBe(state);
  });
});
