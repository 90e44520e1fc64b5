// Money that was not spent, at prices that can be trusted, and what was not saved.
import { describe, expect, it } from 'vitest';
import type { PriceTable, Size } from '#core/cost.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { monthAt, monthTimes } from '#savings/month.ts';
import { plannedHoursOff } from '#savings/planned-off.ts';
import { loadPrices } from '#savings/prices.ts';
import { savings } from '#savings/savings.ts';
import { cache, database, definitionOf, kafka, named, service } from '#test/support/definitions.ts';

const prices: PriceTable = {
  region: 'us-east-1',
  asOf: '2026-10-02',
  source: 'a test',
  prices: {
    'rds/small': { usd: 0.5, confidence: 'B' },
    disk: { usd: 2, confidence: 'A' },
    task: { usd: 0.25, confidence: 'C' },
    node: { usd: 0.1, confidence: 'A' },
    'msk-serverless/cluster': { usd: 0.75, confidence: 'B' },
    'msk-serverless/partition': { usd: 0.0015, confidence: 'B' },
    'nat-gateway': { usd: 0.045, confidence: 'B' },
  },
};

const schedule: Definition['schedule'] = {
  enabled: true,
  toleranceMinutes: 90,
  start: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '08:00' },
  stop: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '20:00' },
};
const definition: Definition = {
  ...definitionOf([database('db'), service('app'), cache('cache'), kafka('kafka'), service('odd')]),
  timeZone: 'America/Fortaleza',
  schedule,
};

const one = (price: string, always: Size['always'] = []): Size => ({ whileUp: [{ price, quantity: 1 }], always });
const sizes: ReadonlyMap<ResourceName, Size> = new Map([
  [named('db'), one('rds/small', [{ price: 'disk', quantity: 10 }])],
  [named('app'), one('task')],
  [named('cache'), one('node')],
  [named('kafka'), one('msk-serverless/cluster')],
  [named('odd'), one('task/unheard-of')],
]);

const off = (resource: string, kind: 'rds-instance' | 'ecs-service') => ({
  resource,
  kind,
  stage: 1,
  outcome: 'done' as const,
  reason: '',
  startedAt: '2026-11-10T20:00:00-03:00',
  endedAt: '2026-11-10T20:00:00-03:00',
});
const stopped = {
  kind: 'curfew-report',
  version: 1,
  run: 'stop',
  environment: 'staging',
  action: 'stop',
  outcome: 'done',
  reason: '',
  requestedBy: 'schedule',
  startedAt: '2026-11-10T20:00:00-03:00',
  endedAt: '2026-11-10T20:00:00-03:00',
  seconds: 0,
  criticalPath: [],
  criticalPathSeconds: 0,
  resources: [off('db', 'rds-instance'), off('app', 'ecs-service'), off('odd', 'ecs-service')],
  alarmsMuted: [],
  warnings: [],
} as const;

const nowMs = Date.parse('2026-11-11T06:00:00-03:00');
const found = savings({ definition, month: '2026-11', nowMs, reports: [stopped], sizes, prices });

describe('savings', () => {
  it('savings are hours off times what is used while up', () => {
    expect(found.resources.find(({ resource }) => resource === 'db')).toMatchObject({
      hoursOff: 10,
      usdPerHour: 0.5,
      usd: 5,
      confidence: 'B',
    });
  });

  it('savings keep what rests on uncertain prices out of the total', () => {
    expect(found).toMatchObject({ usd: 5, usdUncertain: 2.5 });
  });

  it('savings say which price is missing instead of guessing one', () => {
    expect(found.resources.find(({ resource }) => resource === 'odd')).toMatchObject({
      hoursOff: 10,
      reason: 'no price in us-east-1 for task/unheard-of',
    });
    expect(found.resources.find(({ resource }) => resource === 'odd')).not.toHaveProperty('usd');
  });

  it('savings name what was not saved and why: storage, what has no stop, and what stands around', () => {
    const notSaved = new Map(found.notSaved.map((entry) => [entry.what, entry]));

    expect(notSaved.get('storage of db')).toMatchObject({ usdPerMonth: 20 });
    expect(notSaved.get('cache')).toMatchObject({ usdPerMonth: 73, reason: expect.stringContaining('cannot stop it') });
    expect(notSaved.get('each nat-gateway')).toMatchObject({ usdPerMonth: 32.85 });
  });

  it('savings tell what an idle MSK Serverless cluster costs: the hour and each partition', () => {
    expect(found.notSaved.find(({ what }) => what === 'kafka')).toMatchObject({
      usdPerMonth: 547.5,
      reason: expect.stringContaining('1.10 USD a month per partition'),
    });
  });

  it('savings are projected by the schedule for the rest of the month', () => {
    const rest = plannedHoursOff(definition, { from: nowMs, to: monthTimes('2026-11', definition.timeZone).to });

    // This morning, ten nights of the week, three weekends, and the last evening until midnight.
    expect(rest).toBe(2 + 10 * 12 + 3 * 60 + 4);
    expect(found.usdProjected).toBe(5 + rest * 0.5);
  });

  it('savings count a month that is over to its end, and one that has not begun not at all', () => {
    const times = (month: string) => {
      const { from, to, hours, usd } = savings({ definition, month, nowMs, reports: [stopped], sizes, prices });
      return { from, to, hours, usd };
    };

    expect(times('2026-10')).toEqual({
      from: '2026-10-01T00:00:00-03:00',
      to: '2026-11-01T00:00:00-03:00',
      hours: 744,
      usd: 0,
    });
    expect(times('2026-12')).toMatchObject({ hours: 0, usd: 0 });
  });
});

describe('a month', () => {
  it.each([
    ['2026-03', 'Europe/Berlin', 743],
    ['2026-10', 'Europe/Berlin', 745],
    ['2026-11', 'America/Fortaleza', 720],
  ])('%s in %s has %i hours', (month, zone, hours) => {
    const { from, to } = monthTimes(month, zone);
    expect((to - from) / 3_600_000).toBe(hours);
    expect(monthAt(from, zone)).toBe(month);
    expect(monthAt(from - 1, zone)).not.toBe(month);
  });
});

describe('the price table of the project', () => {
  it('the price table of the project is valid, dated, and says where it is from', () => {
    const table = loadPrices('us-east-1', 'prices');
    expect(table.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(Object.keys(table.prices).length).toBeGreaterThan(20);
  });

  it('the price table of the project is not lent to another region', () => {
    expect(() => loadPrices('sa-east-1', 'prices')).toThrow(/no price table for sa-east-1.*curfew prices sa-east-1/);
  });
});
