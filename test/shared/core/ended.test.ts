import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasEnded, isFromTheFuture } from '#core/ended.ts';
import { isExpectedAt } from '#core/expectation.ts';
import { leaseInForce, leaseMsMax } from '#core/run.ts';
import { overrideInForce } from '#definition/schedule/wanted-state.ts';
import { takeTurn } from '#notify/delivery/pace.ts';
import { decideBurst, openLaterWindow } from '#notify/storms/burst.ts';

const now = Date.parse('2026-11-20T23:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;
const iso = (ms: number): string => new Date(ms).toISOString();

describe('what ends by itself', () => {
  it.each([
    ['a minute ahead', now + minute, false],
    ['as long as it can last', now + hour, false],
    ['a little longer, by a clock that is a little ahead', now + hour + 5 * minute, false],
    ['now', now, true],
    ['a minute ago', now - minute, true],
    ['ten years ahead', now + 10 * year, true],
    ['ten years ago', now - 10 * year, true],
    ['at no time', Number.NaN, true],
    ['never', Number.POSITIVE_INFINITY, true],
  ])('what ends by itself %s has ended or not', (_when, until, ended) => {
    expect(hasEnded(until, now, hour)).toBe(ended);
  });

  it('what ends by itself has always ended when the longest that it can last has passed, whatever clock wrote it', () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 0, max: 40 * day }), (until, longest) => {
        const end = Number.isNaN(until) ? until : now + until;
        expect(hasEnded(end, now, longest) || hasEnded(end, now + longest + 11 * minute, longest)).toBe(true);
      }),
    );
  });
});

/** Each thing that ends by itself, as a machine wrote it whose clock is years ahead. */
describe.each([1, 10, 100])('a clock that is %i years ahead', (years) => {
  const there = now + years * year;

  it('a clock that is years ahead gives no lease that others have to wait for', () => {
    expect(leaseInForce({ until: there + leaseMsMax }, now)).toBeUndefined();
    expect(leaseInForce({ until: now + leaseMsMax }, now)).toBeDefined();
  });

  it('a clock that is years ahead makes no override that holds for years', () => {
    const override = { id: 'a', hold: 'down', from: now - day, until: there, by: 'ana', why: 'test' } as const;
    expect(overrideInForce([override], now)).toBeUndefined();
    expect(overrideInForce([{ ...override, until: now + 30 * day }], now)).toBeDefined();
  });

  it('a clock that is years ahead lets no downtime be expected for years', () => {
    expect(isExpectedAt({ from: iso(now - day), until: iso(there) }, now)).toBe(false);
    expect(isExpectedAt({ from: iso(now - day), until: iso(now + 15 * day) }, now)).toBe(true);
  });

  it('a clock that is years ahead does not silence a webhook, nor keep a storm open', () => {
    expect(takeTurn({ nextMs: there }, now, minute, 1_000).decision).toEqual({ kind: 'turn', waitMs: 0 });
    const window = { fromMs: there, untilMs: there + minute, posted: ['a', 'b', 'c'] };
    expect(decideBurst(window, 'd', now).decision).toEqual({ kind: 'post' });
    expect(openLaterWindow(window, now).decision.fromMs).toBe(now);
  });

  it('a clock that is years ahead dates what was said in a future that is not believed', () => {
    expect(isFromTheFuture(there, now)).toBe(true);
    expect(isFromTheFuture(now + 5 * minute, now)).toBe(false);
  });
});
