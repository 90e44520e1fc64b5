// Savings are told once a month, about the month that has ended, and never stand in reconcile's way.
import { describe, expect, it } from 'vitest';
import type { PriceTable, Savings } from '#core/cost.ts';
import type { Report } from '#core/report.ts';
import { type SavingsDependencies, tellSavings } from '#savings/publish-savings.ts';
import { database, definitionOf } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const definition = definitionOf([database('db')]);
const { environment, region, timeZone } = definition;

const prices: PriceTable = {
  region,
  asOf: '2026-10-02',
  source: 'a test',
  prices: { 'rds/db.t4g.medium/single-az': { usd: 0.1, confidence: 'A' } },
};

const stopped = (startedAt: string, endedAt: string): Report => ({
  kind: 'curfew-report',
  version: 1,
  run: `stop-${startedAt}`,
  environment,
  action: 'stop',
  outcome: 'done',
  reason: 'all as planned',
  requestedBy: 'schedule',
  startedAt,
  endedAt,
  seconds: 600,
  criticalPath: [],
  criticalPathSeconds: 0,
  resources: [
    {
      resource: 'db',
      kind: 'rds-instance',
      stage: 1,
      outcome: 'done',
      reason: 'stopped',
      startedAt,
      endedAt,
      seconds: 600,
    },
  ],
  alarmsMuted: [],
  warnings: [],
});

const lastDayOfOctober = stopped('2026-10-31T10:00:00Z', '2026-10-31T14:00:00Z');

type Changed = Partial<SavingsDependencies>;

const telling = async (reports: readonly Report[], changed: Changed = {}) => {
  const state = memoryStateStore();
  for (const report of reports) await state.saveReport(report);
  const told: Savings[] = [];
  const warned: string[] = [];
  const at = (iso: string, more: Changed = {}) =>
    tellSavings(environment, {
      definition: () => definition,
      state,
      runtime: { now: () => new Date(iso), random: () => 0, newId: () => 'id' },
      sizes: async () =>
        new Map([['db', { whileUp: [{ price: 'rds/db.t4g.medium/single-az', quantity: 1 }], always: [] }]]),
      prices: (asked) => (asked === region ? prices : undefined),
      saySavings: async (found) => void told.push(found),
      log: { info: () => {}, warn: (message) => void warned.push(message) },
      ...changed,
      ...more,
    } as SavingsDependencies);
  return { at, told, warned };
};

describe(`the savings of a month, in ${timeZone}`, () => {
  it('the savings of a month are told at the first tick of the next one, and not again', async () => {
    const { at, told } = await telling([lastDayOfOctober]);

    for (const iso of ['2026-10-31T23:45:00Z', '2026-11-02T00:00:20Z', '2026-11-02T00:15:20Z', '2026-11-03T09:00:00Z'])
      await at(iso);

    expect(told).toMatchObject([{ kind: 'curfew-savings', environment, month: '2026-10' }]);
    expect(told[0]?.resources).toMatchObject([{ resource: 'db', usdPerHour: 0.1, confidence: 'A' }]);
    expect(told[0]?.usd).toBeGreaterThan(0.5);
  });

  it('the savings of a month are told again when the next month has ended', async () => {
    const { at, told } = await telling([lastDayOfOctober]);
    await at('2026-11-02T00:00:20Z');
    await at('2026-12-02T00:00:20Z');

    expect(told.map(({ month }) => month)).toEqual(['2026-10', '2026-11']);
  });

  it('the savings of a month are no news after a week', async () => {
    const { at, told } = await telling([lastDayOfOctober]);
    await at('2026-11-09T12:00:00Z');

    expect(told).toEqual([]);
  });

  it('the savings of a month are not told where no prices are known for the region', async () => {
    const { at, told, warned } = await telling([lastDayOfOctober], { prices: () => undefined });
    await at('2026-11-02T00:00:20Z');

    expect([told, warned]).toEqual([[], []]);
  });

  it('the savings of a month are not told of an environment that was not operated before the month ended', async () => {
    const { at, told } = await telling([stopped('2026-11-02T22:00:00Z', '2026-11-02T22:10:00Z')]);
    await at('2026-11-03T00:00:20Z');

    expect(told).toEqual([]);
  });

  it('the savings of a month are tried again at the next tick when they cannot be told, and that fails nothing', async () => {
    const { at, told, warned } = await telling([lastDayOfOctober]);
    const refuse = async (): Promise<never> => {
      throw new Error('the topic is unreachable');
    };

    await expect(at('2026-11-02T00:00:20Z', { saySavings: refuse })).resolves.toBeUndefined();
    await expect(at('2026-11-02T00:15:20Z', { sizes: refuse })).resolves.toBeUndefined();
    expect(told).toEqual([]);
    await at('2026-11-02T00:30:20Z');

    expect(told).toHaveLength(1);
    expect(warned).toHaveLength(2);
  });
});
