// What a look decided must fit into a checkpoint, whatever AWS says.
import { describe, expect, it } from 'vitest';
import { bytesOf } from '#core/bytes.ts';
import type { Next } from '#kinds/next.ts';
import { boundedNexts } from '#run/loop/bounded-nexts.ts';

const bytesMax = 190_000;
const act = (reason: string): Next => ({ kind: 'act', effects: [{ do: 'start-instance' }], reason });
const wait = (reason: string): Next => ({ kind: 'wait', reason });
const all = (count: number, next: Next): Record<string, Next> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${index}`, next]));
const isDue = () => true;

describe('what a look decided', () => {
  it.each<[what: string, nexts: Record<string, Next>]>([
    ['that is small', all(3, wait('starting'))],
    ['that is much, and fits as it is written', all(60, wait('x'.repeat(3_000)))],
    ['that is as much as fits', { db: wait('x'.repeat(bytesMax - bytesOf({ db: wait('') }))) }],
    ['of changes alone, which fit', all(60, act('x'.repeat(3_000)))],
  ])('what a look decided %s is kept as it is', (_, nexts) => {
    expect(boundedNexts(nexts, isDue)).toBe(nexts);
  });

  it('what a look decided that is one byte too much has short reasons', () => {
    const nexts = { db: wait('x'.repeat(bytesMax + 1 - bytesOf({ db: wait('') }))) };

    expect(boundedNexts(nexts, isDue)).toEqual({ db: wait(`${'x'.repeat(59)}…`) });
  });

  it('what a look decided keeps its changes where short reasons make room for them, and all else of it', () => {
    const final: Next = { ...act('x'.repeat(500)), final: true } as Next;
    const nexts = { ...all(400, final), ready: { kind: 'ready', reason: 'x'.repeat(500) } as const };
    const bounded = boundedNexts(nexts, isDue);

    expect(bytesOf(bounded)).toBeLessThanOrEqual(bytesMax);
    expect(Object.keys(bounded)).toEqual(Object.keys(nexts));
    expect(new Set(Object.values(bounded).map(({ reason }) => reason))).toEqual(new Set([`${'x'.repeat(59)}…`]));
    expect(bounded.d0).toEqual({ ...final, reason: `${'x'.repeat(59)}…` });
    expect(bounded.ready?.kind).toBe('ready');
  });

  it('what a look decided keeps as many changes as fit, and of those that are due alone', () => {
    const effects = [{ do: 'start-instance', note: 'y'.repeat(1_000) }] as unknown as Extract<
      Next,
      { kind: 'act' }
    >['effects'];
    const nexts = all(400, { kind: 'act', effects, reason: 'x'.repeat(100) });
    const isOdd = (name: string) => Number(name.slice(1)) % 2 === 1;
    const bounded = boundedNexts(nexts, (name) => isOdd(name));
    const kept = Object.keys(bounded).filter((name) => bounded[name]?.kind === 'act');
    const each = bytesOf({ kind: 'act', effects, reason: `${'x'.repeat(59)}…` });

    expect(bytesOf(bounded)).toBeLessThanOrEqual(bytesMax);
    expect(Object.keys(bounded)).toHaveLength(400);
    expect(kept.every(isOdd)).toBe(true);
    // One more would not fit.
    const waiting = Object.fromEntries(Object.keys(nexts).map((name) => [name, wait(`${'x'.repeat(59)}…`)]));
    expect(kept).toHaveLength(Math.floor((bytesMax - bytesOf(waiting)) / each));
    expect(bounded.d0).toEqual(wait(`${'x'.repeat(59)}…`));
  });
});
