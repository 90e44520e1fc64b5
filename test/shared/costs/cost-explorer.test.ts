import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { describe, expect, it } from 'vitest';
import { spentIn } from '#costs/cost-explorer.ts';
import type { SpentQuery } from '#costs/spent.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { type BillLine, simulatedCostExplorer } from '#sim/aws/cost-explorer.ts';
import { virtualClock } from '#sim/clock.ts';

const line = (service: string, usdPerDay: number, tags: BillLine['tags'] = {}, recordType?: string): BillLine => ({
  service,
  usdPerDay,
  tags: { Environment: 'staging', ...tags },
  ...(recordType === undefined ? {} : { recordType }),
});

type Sent = { readonly operation: string; readonly input: Record<string, unknown> };

/** A Cost Explorer at noon of a day, that fails where it is told to. */
const at = (day: string, bill: readonly BillLine[], failing: Readonly<Record<string, Error>> = {}) => {
  const nowMs = Date.parse(`${day}T12:00:00Z`);
  const service = simulatedCostExplorer(bill, virtualClock(nowMs));
  const sent: Sent[] = [];
  const client = {
    async send(command: { readonly constructor: { readonly name: string }; readonly input: never }) {
      const operation = command.constructor.name.replace(/Command$/, '');
      sent.push({ operation, input: command.input });
      const failure = failing[operation];
      if (failure) throw failure;
      return service.handle(operation, command.input);
    },
  } as unknown as CostExplorerClient;
  const ask = (query: Partial<SpentQuery> = {}) =>
    spentIn(client)({
      month: '2026-11',
      tag: 'Environment',
      value: 'staging',
      componentTag: undefined,
      nowMs,
      ...query,
    });
  return { ask, sent };
};

const bill = [
  line('RDS', 2, { Component: 'catalogue' }),
  line('RDS', 1),
  line('ECS', 0.5, { Component: 'catalogue' }),
  line('RDS', 100, { Environment: 'prod' }),
  line('Tax', 0.3, {}, 'Tax'),
  line('RDS', -1, {}, 'Credit'),
];

describe('costs of a month from Cost Explorer', () => {
  it('a month that has ended is whole: its usage by service, and what is no usage apart', async () => {
    const { ask, sent } = at('2026-12-03', bill);

    expect(await ask()).toEqual({
      month: '2026-11',
      until: '2026-11-30',
      isWholeMonth: true,
      currency: 'USD',
      groups: [
        { service: 'RDS', component: '', amount: '90.0000000000' },
        { service: 'ECS', component: '', amount: '15.0000000000' },
      ],
      notUsage: [
        { recordType: 'Tax', amount: '9.0000000000' },
        { recordType: 'Credit', amount: '-30.0000000000' },
      ],
      forecastRest: undefined,
      changes: [
        { service: 'RDS', usageType: 'Hours', amount: '-2.0000000000', reason: 'USAGE_CHANGE' },
        { service: 'ECS', usageType: 'Hours', amount: '-0.5000000000', reason: 'USAGE_CHANGE' },
        { service: 'Tax', usageType: 'Hours', amount: '-0.3000000000', reason: 'USAGE_CHANGE' },
      ],
      requests: 4,
    });
    expect(sent.map(({ operation }) => operation)).toEqual([
      'GetTags',
      'GetCostAndUsage',
      'GetCostAndUsage',
      'GetCostComparisonDrivers',
    ]);
  });

  it('of a month that goes on, yesterday is the last day, and the forecast begins today', async () => {
    const { ask, sent } = at('2026-11-11', bill);

    expect(await ask()).toMatchObject({
      until: '2026-11-10',
      isWholeMonth: false,
      groups: [{ amount: '30.0000000000' }, { amount: '5.0000000000' }],
      forecastRest: { amount: '70.0000000000' },
      changes: undefined,
    });
    expect(sent.at(-1)?.input.TimePeriod).toEqual({ Start: '2026-11-11', End: '2026-12-01' });
  });

  it('on the first day of a month nothing is known yet but the forecast', async () => {
    expect(await at('2026-11-01', bill).ask()).toMatchObject({
      until: undefined,
      groups: [],
      forecastRest: { amount: '105.0000000000' },
    });
  });

  it('on the last day of a month the forecast is for that day', async () => {
    expect(await at('2026-11-30', bill).ask()).toMatchObject({
      until: '2026-11-29',
      forecastRest: { amount: '3.5000000000' },
    });
  });

  it('with a component tag, costs come by service and component', async () => {
    const { groups } = await at('2026-12-03', bill).ask({ componentTag: 'Component' });

    expect(groups).toEqual([
      { service: 'RDS', component: 'catalogue', amount: '60.0000000000' },
      { service: 'RDS', component: '', amount: '30.0000000000' },
      { service: 'ECS', component: 'catalogue', amount: '15.0000000000' },
    ]);
  });

  it('every page counts', async () => {
    const many = Array.from({ length: 1_101 }, (_, index) => line(`service ${index}`, 1));
    const { groups } = await at('2026-12-03', many).ask();

    expect(groups).toHaveLength(1_101);
  });

  it('a tag that Cost Explorer does not know is refused, instead of zeros', async () => {
    const { ask, sent } = at('2026-11-11', bill);

    await expect(ask({ tag: 'Env' })).rejects.toThrow(
      /knows no value of the tag Env .* unknown \(not 0\).*activate the tag/,
    );
    expect(sent).toHaveLength(1);
  });

  it('a value that Cost Explorer does not know is refused with those that it knows', async () => {
    await expect(at('2026-11-11', bill).ask({ value: 'stagin' })).rejects.toThrow(
      /Environment=stagin .*Values that it knows: staging, prod/,
    );
  });

  it('a resource without the tag is no value of it', async () => {
    await expect(at('2026-11-11', [line('RDS', 1, { Environment: '' })]).ask()).rejects.toThrow(
      'knows no value of the tag',
    );
  });

  it.each([
    ['GetCostForecast', '2026-11-11', { forecastRest: { unknown: 'no' } }],
    ['GetCostComparisonDrivers', '2026-12-03', { changes: { unknown: 'no' } }],
  ])('an account that is too young for %s is told, and sees the rest', async (operation, day, expected) => {
    const failing = { [operation]: awsError('DataUnavailableException', 'no') };

    expect(await at(day, bill, failing).ask()).toMatchObject({
      ...expected,
      groups: [{ service: 'RDS' }, { service: 'ECS' }],
    });
  });

  it.each(['GetTags', 'GetCostAndUsage', 'GetCostForecast'])(
    'without the right to %s nothing is shown',
    async (operation) => {
      const failing = { [operation]: awsError('AccessDeniedException', 'not authorized') };

      await expect(at('2026-11-11', bill, failing).ask()).rejects.toThrow('not authorized');
    },
  );

  it('a month takes at most 0.10 USD of requests', async () => {
    const months = await Promise.all(
      ['2026-11-01', '2026-11-15', '2026-11-30', '2026-12-01', '2027-01-15'].map((day) =>
        at(day, bill).ask({ componentTag: 'Component' }),
      ),
    );

    expect(Math.max(...months.map(({ requests }) => requests)) * 0.01).toBeLessThanOrEqual(0.1);
  });
});
