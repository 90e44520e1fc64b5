import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdOff, type Pace, takeTurn } from '#notify/delivery/pace.ts';

const gapMs = 1_000;

describe('the pace of a webhook', () => {
  it('the pace of a webhook leaves a second between two turns, whoever asks and whenever', () =>
    fc.assert(
      fc.property(fc.array(fc.record({ afterMs: fc.nat(3_000), waitMsMax: fc.nat(20_000) })), (requests) => {
        let pace: Pace | undefined;
        let now = 0;
        const turns: number[] = [];
        for (const { afterMs, waitMsMax } of requests) {
          now += afterMs;
          const { state, decision } = takeTurn(pace, now, waitMsMax, gapMs);
          pace = state;
          if (decision.kind === 'turn') turns.push(now + decision.waitMs);
          if (decision.kind === 'turn') expect(decision.waitMs).toBeLessThanOrEqual(waitMsMax);
        }
        for (const [index, turn] of turns.entries())
          expect(turn - (turns[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(gapMs);
      }),
    ));

  it('the pace of a webhook takes nobody’s turn when the wait would be too long', () => {
    const pace = { nextMs: 10_000 };
    expect(takeTurn(pace, 0, 9_999, gapMs)).toEqual({ state: pace, decision: { kind: 'later', waitMs: 10_000 } });
  });

  it('the pace of a webhook waits for as long as Slack asked, and never less than before', () => {
    expect(holdOff(undefined, 5_000).state).toEqual({ nextMs: 5_000 });
    expect(holdOff({ nextMs: 9_000 }, 5_000).state).toEqual({ nextMs: 9_000 });
  });
});
