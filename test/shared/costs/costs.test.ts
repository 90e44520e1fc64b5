import { describe, expect, it } from 'vitest';
import type { Savings } from '#core/cost.ts';
import { type CostPlan, noPlan } from '#costs/cost-plan.ts';
import { costsReport } from '#costs/costs.ts';
import { keptSpent, spentOnce } from '#costs/kept-spent.ts';
import type { Spent, SpentQuery } from '#costs/spent.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { costsTable } from '../../../cli/tables/costs-table.ts';

const spent = (usd: string, more: Partial<Spent> = {}): Spent => ({
  month: '2026-11',
  until: '2026-11-30',
  isWholeMonth: true,
  currency: 'USD',
  groups: [
    { service: 'RDS', component: '', amount: usd },
    { service: 'Lambda', component: '', amount: '40' },
  ],
  notUsage: [],
  forecastRest: undefined,
  changes: [],
  requests: 4,
  ...more,
});

const plan: CostPlan = {
  ...noPlan,
  lines: [
    {
      name: 'Databases',
      plannedCents: 100_000,
      parts: [],
      actual: { kind: 'cost-explorer', services: ['RDS'], tags: [] },
    },
  ],
};

const savings = { usd: 312, usdUncertain: 0, usdProjected: 400, notSaved: [] } as unknown as Savings;

const report = (given: Spent, saved: Savings | undefined = savings) =>
  costsReport({ environment: 'staging', plan, value: 'staging', spent: given, savings: saved });

describe('the report of costs', () => {
  it.each([
    ['648', 'The schedule saved $312.00, and the environment is $312.00 below its plan.'],
    [
      '738',
      'The schedule saved $312.00, but the environment is only $222.00 below its plan: $90.00 went elsewhere, most of it to unplanned Lambda.',
    ],
    [
      '1200',
      'The schedule saved $312.00, but the environment is $240.00 above its plan: $552.00 went elsewhere, most of it to Databases.',
    ],
  ])('says what became of what the schedule saved, at %s', (usd, sentence) => {
    expect(report(spent(usd)).conclusion).toBe(sentence);
  });

  it('of a month that goes on it goes by what the schedule will have saved', () => {
    const going = spent('400', { isWholeMonth: false, forecastRest: { amount: '440' } });

    expect(report(going).conclusion).toBe(
      'The schedule will have saved $400.00, but the environment is only $120.00 below its plan: $280.00 went elsewhere, most of it to unplanned Lambda.',
    );
  });

  it.each([
    ['no price is known', spent('1'), undefined],
    ['there is no forecast', spent('1', { isWholeMonth: false, forecastRest: { unknown: 'no' } }), savings],
    ['nothing was saved', spent('1'), { ...savings, usd: 0 }],
  ])('concludes nothing where %s', (_, given, saved) => {
    expect(costsReport({ environment: 'a', plan, value: 'a', spent: given, savings: saved }).conclusion).toBeNull();
  });

  it('names what changed, the most first, in sentences', () => {
    const change = (service: string, amount: string, reason: string, usageType = '') => ({
      service,
      amount,
      reason,
      usageType,
    });
    const changes = [
      change('A', '0.001', 'USAGE_CHANGE'),
      change('B', '3', 'CREDIT'),
      change('C', '-12.5', 'NEW_THING', 'GB'),
    ];

    expect(report(spent('1', { changes })).changed.map(({ sentence }) => sentence)).toEqual([
      'C (GB): $12.50 less than in the month before, new thing',
      'B: $3.00 more than in the month before, credits changed',
    ]);
  });

  it('shows amounts in the currency of the bill', () => {
    const lines = costsTable(report(spent('1', { currency: 'CNY' })), { plan: undefined });

    expect(lines[0]).toContain('CN¥41.00');
  });

  it('a line on another bill is shown as not known, never as 0', () => {
    const external: CostPlan = {
      ...plan,
      lines: [{ name: 'Datadog', plannedCents: 50_000, parts: [], actual: { kind: 'external' } }],
    };
    const lines = costsTable(
      costsReport({ environment: 'a', plan: external, value: 'a', spent: spent('1'), savings: undefined }),
      { plan: 'a.yaml' },
    );

    expect(lines.find((line) => line.includes('Datadog'))).toMatch(
      /Datadog +\$500\.00 +not known +- +- +not known here/,
    );
  });
});

describe('what Cost Explorer answered', () => {
  const query = (nowMs: number, month = '2026-11'): SpentQuery => ({
    month,
    tag: 'Environment',
    value: 'staging',
    componentTag: undefined,
    nowMs,
  });
  const noon = Date.parse('2026-11-11T12:00:00Z');
  const hour = 3_600_000;

  const asking = () => {
    const service = simulatedDynamoDb(['table']);
    const client = {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: never }) =>
        service.handle(command.constructor.name.replace(/Command$/, ''), command.input),
    };
    const asked: string[] = [];
    const warnings: string[] = [];
    const kept = keptSpent(client as never, 'table');
    const ask = async ({ month, nowMs }: SpentQuery) => {
      asked.push(`${month} at ${new Date(nowMs).toISOString()}`);
      return spent('1', { month });
    };
    return { kept, ask, asked, warnings, warn: (reason: string) => void warnings.push(reason) };
  };

  it('is asked for once a day, and costs nothing when it is shown again', async () => {
    const { asked, ...deps } = asking();
    const once = spentOnce(deps);

    expect((await once('staging', query(noon))).requests).toBe(4);
    expect((await once('staging', query(noon + hour))).requests).toBe(0);
    expect((await once('staging', query(noon + 12 * hour))).requests).toBe(4);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['month', 'staging', { month: '2026-10' }],
    ['tag', 'staging', { tag: 'Env' }],
    ['value', 'staging', { value: 'other' }],
    ['component tag', 'staging', { componentTag: 'Component' }],
    ['environment', 'prod', {}],
  ])('of another %s is another answer', async (_, environment, change) => {
    const { asked, ...deps } = asking();
    const once = spentOnce(deps);
    await once('staging', query(noon));
    await once(environment, { ...query(noon), ...change });

    expect(asked).toHaveLength(2);
  });

  it('that cannot be kept is shown all the same', async () => {
    const { warnings, ...deps } = asking();
    const kept = { ...deps.kept, keep: () => Promise.reject(new Error('no right to write')) };

    expect((await spentOnce({ ...deps, kept })('staging', query(noon))).requests).toBe(4);
    expect(warnings).toEqual(['no right to write']);
  });

  it('that is too long for an item of the table is not kept', async () => {
    const { kept, warnings, warn } = asking();
    const groups = Array.from({ length: 6_000 }, (_, index) => ({
      service: `service ${index}`,
      component: '',
      amount: '1',
    }));
    const ask = async () => spent('1', { groups });

    expect((await spentOnce({ kept, ask, warn })('staging', query(noon))).groups).toHaveLength(6_000);
    expect(warnings).toEqual([]);
    expect(await kept.read('staging', query(noon))).toBeUndefined();
  });
});
