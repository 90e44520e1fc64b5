import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCosts } from '#costs/compare.ts';
import type { ActualOf, CostPlan } from '#costs/cost-plan.ts';
import { amountOf, fromCents, inCents, sumOf } from '#costs/money.ts';
import type { Spent } from '#costs/spent.ts';

const plan = (...lines: readonly (readonly [string, number, ActualOf])[]): CostPlan => ({
  tag: 'Environment',
  value: undefined,
  componentTag: 'Component',
  lines: lines.map(([name, usd, actual]) => ({ name, plannedCents: usd * 100, parts: [], actual })),
});

const claim = (services: readonly string[], tags: readonly string[] = []): ActualOf => ({
  kind: 'cost-explorer',
  services,
  tags,
});

const spent = (groups: Spent['groups'], more: Partial<Spent> = {}): Spent => ({
  month: '2026-11',
  until: '2026-11-30',
  isWholeMonth: true,
  currency: 'USD',
  groups,
  notUsage: [],
  forecastRest: undefined,
  changes: [],
  requests: 4,
  ...more,
});

const group = (service: string, component: string, amount: string) => ({ service, component, amount });

describe('planned and actual costs', () => {
  it('a line with a tag and a service is asked before one with a tag, and that before one with a service', () => {
    const compared = compareCosts(
      plan(['services', 10, claim(['S'])], ['tagged', 10, claim([], ['t'])], ['both', 10, claim(['S'], ['t'])]),
      spent([group('S', 't', '1'), group('S', '', '2'), group('R', 't', '4'), group('R', '', '8')]),
    );

    expect(compared.lines.map(({ name, actual }) => [name, actual])).toEqual([
      ['services', 2],
      ['tagged', 4],
      ['both', 1],
    ]);
    expect(compared.unplanned.actual).toBe(8);
  });

  it.each([
    ['external', { kind: 'external' }, 'external', null],
    ['unsaid', { kind: 'unsaid' }, 'unknown', null],
    ['fixed at nothing', { kind: 'fixed', cents: 0 }, 'fixed', 0],
    ['a service that the bill does not have', claim(['R']), 'cost-explorer', 0],
    [
      'a service that was only guessed, and the bill does not have',
      { ...claim(['R']), isGuess: true },
      'unknown',
      null,
    ],
    ['a service that was guessed', { ...claim(['S']), isGuess: true }, 'cost-explorer', 1.5],
  ] as const)('what is not known is null, never 0: %s', (_, actual, source, expected) => {
    const { lines } = compareCosts(plan(['line', 10, actual as ActualOf]), spent([group('S', '', '1.50')]));

    expect(lines[0]).toMatchObject({ source, actual: expected });
    expect(lines[0]?.difference).toBe(expected === null ? null : expected - 10);
  });

  it('the rest of a month is expected to be spent as its beginning was', () => {
    const { lines, unplanned, totals } = compareCosts(
      plan(['a', 100, claim(['A'])], ['b', 100, claim(['B'])], ['c', 50, { kind: 'external' }]),
      spent([group('A', '', '30'), group('B', '', '60'), group('C', '', '10')], {
        isWholeMonth: false,
        forecastRest: { amount: '100' },
      }),
    );

    expect(lines.map(({ forecast }) => forecast)).toEqual([60, 120, null]);
    expect(lines.map(({ difference }) => difference)).toEqual([-40, 20, null]);
    expect(unplanned.forecast).toBe(20);
    expect(totals).toEqual({
      planned: 250,
      plannedKnown: 200,
      costExplorer: 100,
      actual: 100,
      forecast: 200,
      difference: 0,
    });
  });

  it.each([
    ['AWS has none', { unknown: 'too little data' }, '1'],
    ['nothing was spent yet', { amount: '10' }, '0'],
  ])('there is no forecast where %s', (_, forecastRest, amount) => {
    const { lines, totals } = compareCosts(
      plan(['a', 100, claim(['A'])]),
      spent([group('A', '', amount)], { isWholeMonth: false, forecastRest }),
    );

    expect([lines[0]?.forecast, lines[0]?.difference, totals.forecast, totals.difference]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("lines and what is unplanned are Cost Explorer's own total, whatever the lines claim", () => {
    const word = fc.constantFrom('a', 'b', 'c', '');
    const amount = fc
      .tuple(fc.integer({ min: -500, max: 5_000 }), fc.nat(9_999_999))
      .map(([whole, rest]) => `${whole}.${String(rest).padStart(7, '0')}`);
    const groups = fc.array(fc.record({ service: word, component: word, amount }), { maxLength: 20 });
    const actual = fc.oneof(
      fc.record({
        kind: fc.constant('cost-explorer' as const),
        services: fc.uniqueArray(word),
        tags: fc.uniqueArray(word),
      }),
      fc.constant({ kind: 'external' as const }),
      fc.constant({ kind: 'unsaid' as const }),
      fc.record({ kind: fc.constant('fixed' as const), cents: fc.nat(10_000) }),
    );
    const lines = fc.array(fc.tuple(fc.string(), fc.nat(1_000), actual), { maxLength: 8 });
    fc.assert(
      fc.property(groups, lines, (all, written) => {
        const { lines: found, unplanned, totals } = compareCosts(plan(...written), spent(all));
        const own = inCents(sumOf(all.map((one) => amountOf(one.amount))));
        const cents = (usd: number | null) => Math.round((usd ?? 0) * 100);
        const known = found
          .filter(({ source }) => source === 'cost-explorer')
          .reduce((sum, one) => sum + cents(one.actual), 0);

        expect(known + cents(unplanned.actual)).toBe(own);
        expect(totals.costExplorer).toBe(fromCents(own));
      }),
    );
  });
});
