import { describe, expect, it } from 'vitest';
import type { Effect } from '#kinds/effect.ts';
import { memoriesFirst, turns } from '#run/loop/turns.ts';

const remember: Effect = { do: 'remember', kind: 'ecs-service', desired: 2 };
const set: Effect = { do: 'set-desired-count', desired: 0 };
const giveBack: Effect = { do: 'give-back', capturedBy: 'stop-1' };
const forget: Effect = { do: 'forget', capturedBy: 'stop-1' };

describe('the changes of a round', () => {
  it.each([
    { effects: [], remembering: [], changing: [] },
    { effects: [remember, set], remembering: [remember], changing: [set] },
    { effects: [set, giveBack], remembering: [], changing: [set, giveBack] },
    { effects: [giveBack, forget], remembering: [giveBack, forget], changing: [] },
  ])('the changes of a round keep their order: first what is remembered ($effects.length)', ({ effects, ...parts }) => {
    expect(memoriesFirst(effects)).toEqual(parts);
  });

  it('the changes of a round are made a few at a time, in the order in which they came, also after one that fails', async () => {
    const inTurn = turns(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((index) =>
      inTurn(async () => {
        begun.push(index);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (index === 0) throw new Error('refused');
        return index;
      }),
    );
    const settled = Promise.allSettled(all);

    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    while (begun.length < 4 || ends.length > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
      expect(ends.length).toBeLessThanOrEqual(2);
    }
    expect(begun).toEqual([0, 1, 2, 3]);
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  });
});
