// Months of reconcile's looks at costs, every three hours, over the simulated Cost Explorer: what is asked, said and held.
import { describe, expect, it } from 'vitest';
import type { Notice } from '#core/notice.ts';
import { costExplorerOf } from '#costs/cost-explorer.ts';
import type { Costs } from '#costs/costs.ts';
import { guardName } from '#costs/guard-budget.ts';
import type { Spent, SpentQuery } from '#costs/spent.ts';
import { usdPerRequest } from '#costs/spent.ts';
import type { Definition } from '#definition/definition.ts';
import { lookAtCosts } from '#functions/reconcile/costs.ts';
import { release } from '#run/overrides/hold.ts';
import { newOverride } from '#run/overrides/judge-override.ts';
import { simulatedCostExplorer } from '#sim/aws/cost-explorer.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';
import { definitionFor } from '#test/support/notify-bench.ts';

const hourMs = 3_600_000;
/** Often enough for the hours that are held. */
const lookMs = 3 * hourMs;
const workingHours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' } as const;

type Options = {
  readonly definition?: Partial<Definition>;
  readonly usdPerDay?: number;
  readonly fails?: boolean;
  readonly tag?: string;
};

/** In an environment that costs 15 dollars a day: 450 in November. */
const world = ({ definition = {}, usdPerDay = 15, fails = false, tag = 'prod' }: Options) => {
  let nowMs = Date.parse('2026-11-01T00:00:00-03:00');
  const clock = { nowMs: () => nowMs } as never;
  const requests: string[] = [];
  const inMonth = (month: string) => requests.filter((one) => one.startsWith(month)).length;
  const aws = simulatedCostExplorer([{ service: 'Amazon RDS', tags: { Environment: tag }, usdPerDay }], clock);
  const send = async ({ schema, input }: { schema: readonly [number, string, string]; input: unknown }) => {
    requests.push(`${new Date(nowMs - 3 * hourMs).toISOString().slice(0, 7)} ${schema[2]}`);
    if (fails) throw Object.assign(new Error('out'), { name: 'ThrottlingException' });
    return aws.handle(schema[2], input as never);
  };
  const state = memoryStateStore();
  const kept = new Map<string, { day: string; spent: Spent }>();
  const day = () => new Date(nowMs).toISOString().slice(0, 10);
  const said: Notice[] = [];
  const told: Costs[] = [];
  const made = { ...definitionFor('prod'), ...definition };
  const runtime = {
    now: () => new Date(nowMs),
    random: () => 0,
    newId: () => 'id',
    pause: () => ({ over: Promise.resolve(), end: () => {} }),
  };
  const look = () =>
    lookAtCosts(made, {
      ...{ state, runtime },
      sizes: async () => new Map(),
      prices: () => undefined,
      kept: {
        read: async (_, { month }: SpentQuery) => {
          const found = kept.get(month);
          return found?.day === day() ? found.spent : undefined;
        },
        keep: async (_, { month }, spent) => void kept.set(month, { day: day(), spent }),
      },
      ask: costExplorerOf((() => ({ send })) as never),
      say: async (notice) => void said.push(notice),
      sayCosts: async (costs) => void told.push(costs),
      log: { info: () => {}, warn: () => {} },
    });
  return {
    ...{ look, inMonth, said, told, state, runtime },
    nowMs: () => nowMs,
    async until(time: string, each: () => Promise<void> = async () => {}) {
      for (const end = Date.parse(time); nowMs < end; nowMs += lookMs) {
        await look();
        await each();
      }
    },
    holds: async () =>
      (await state.overrides('prod')).map(({ from, until, by }) => {
        const [begun, ended] = [from, until].map((ms) => new Date(ms - 3 * hourMs).toISOString().slice(5, 16));
        return `${begun} to ${ended} ${by}`;
      }),
  };
};

const everything: Partial<Definition> = {
  costs: { tag: 'Environment', monthlyUsd: 400, monthlyMessage: true },
  budgetGuard: { monthlyUsd: 400, workingHours, hold: true },
};

describe('a month', () => {
  it('a month is reported once, in the first days of the next one, against its plan', async () => {
    const { until, told } = world({ definition: everything });
    await until('2026-12-07T00:00:00-03:00');

    expect(told.map(({ month }) => month)).toEqual(['2026-10', '2026-11']);
    expect(told[1]).toMatchObject({
      ...{ kind: 'curfew-costs', month: '2026-11' },
      totals: { planned: 400, actual: 450, difference: 50 },
    });
  });

  it.each([
    ['all goes well', {}],
    ['Cost Explorer is out', { fails: true }],
    ['the forecast is below the budget', { usdPerDay: 1 }],
    ['the tag has no values', { tag: 'other' }],
  ])('a month takes requests for at most ten cents if %s', async (_, options) => {
    const { until, inMonth } = world({ definition: everything, ...options });
    // The report of the month before, and the guard of this one.
    await until('2026-12-01T00:00:00-03:00');
    expect(inMonth('2026-11')).toBeGreaterThan(3);
    expect(inMonth('2026-11') * usdPerRequest).toBeLessThanOrEqual(0.1);
  });

  it.each([
    ['nothing is asked for', {}, 0],
    ['only the message is', { costs: everything.costs }, 2],
  ])('a month takes no more requests than needed where %s', async (_, definition, count) => {
    const { until, inMonth } = world({ definition: definition as Partial<Definition> });
    await until('2026-12-08T00:00:00-03:00');
    expect(inMonth('2026-11')).toBe(count);
  });

  it.each([
    ['Cost Explorer is out', { fails: true }],
    ['the tag has no values', { tag: 'other' }],
    ['the month is below its budget', { usdPerDay: 12 }],
  ])('nothing is said and nothing held if %s', async (_, options) => {
    const { until, said, holds } = world({ definition: { budgetGuard: everything.budgetGuard as never }, ...options });
    await until('2026-12-01T00:00:00-03:00');
    expect(said).toEqual([]);
    expect(await holds()).toEqual([]);
  });
});

describe('the guard of a budget', () => {
  it('a month above its budget is said once, and holds the environment down outside of working hours until it ends', async () => {
    const { until, said, holds } = world({ definition: everything });
    await until('2026-12-04T00:00:00-03:00');

    expect(said.map(({ notice, text }) => [notice, text.slice(0, 76)])).toEqual([
      ['budget', 'prod will cost about $450.00 this month, above its budget of $400.00. How mu'],
    ]);
    const all = await holds();
    expect(all[0]).toBe(`11-08T00:00 to 11-09T09:00 ${guardName}`);
    expect(all[1]).toBe(`11-09T18:00 to 11-10T09:00 ${guardName}`);
    // The last day of November is a Monday: the night ends with the month.
    expect(all.at(-1)).toBe(`11-30T18:00 to 12-01T00:00 ${guardName}`);
    expect(all).toHaveLength(17);
  });

  it('without `hold` it is only said', async () => {
    const { until, said, holds } = world({
      definition: { budgetGuard: { monthlyUsd: 400, workingHours, hold: false } },
    });
    await until('2026-12-01T00:00:00-03:00');
    expect(said).toHaveLength(1);
    expect(await holds()).toEqual([]);
  });

  it('somebody who lifts a hold lifts it for the rest of the month', async () => {
    const { until, state, runtime, holds } = world({ definition: everything });
    await until('2026-11-10T20:00:00-03:00');
    await release('prod', { state, runtime } as never);
    await until('2026-12-01T00:00:00-03:00');

    expect(await holds()).toHaveLength(3);
  });

  it('what somebody else holds is left as it is', async () => {
    const { until, state, nowMs, holds } = world({ definition: everything });
    await until('2026-11-08T00:00:00-03:00');
    const request = { hold: 'up', until: Date.parse('2026-11-20T12:00:00-03:00'), by: 'ana', why: 'release' } as const;
    await state.saveOverride('prod', newOverride(request, nowMs(), 'by-ana'));
    await until('2026-11-21T00:00:00-03:00');

    expect((await holds()).filter((one) => one.endsWith(guardName))).toEqual([
      `11-20T18:00 to 11-23T09:00 ${guardName}`,
    ]);
  });
});
