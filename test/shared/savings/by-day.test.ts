import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { parseDefinition } from '#definition/load.ts';
import { savedByDay } from '#savings/by-day.ts';
import { pricesOf } from '#savings/packed-prices.ts';
import { savings } from '#savings/savings.ts';

const definition = parseDefinition(readFileSync('sim/definitions/staging.yaml', 'utf8'), 'staging.yaml');
const [resource] = definition.resources.filter(({ kind }) => kind === 'rds-instance');
const prices = pricesOf('us-east-1');
if (!resource || !prices) throw new Error('staging has a database, and us-east-1 prices');
const usage = Object.keys(prices.prices)
  .filter((key) => key.startsWith('rds/'))
  .slice(0, 1)
  .map((price) => ({ price, quantity: 1 }));

const stopped = (startedAt: string, endedAt: string, action: 'start' | 'stop'): Report =>
  ({
    ...{ action, startedAt, endedAt, outcome: 'done' },
    resources: [
      { resource: resource.name, kind: resource.kind, stage: 1, outcome: 'done', reason: '', startedAt, endedAt },
    ],
  }) as unknown as Report;

const input = {
  ...{ definition, month: '2026-11', prices, nowMs: Date.parse('2026-11-20T12:00:00-03:00') },
  sizes: new Map([[resource.name, { whileUp: usage, always: [] }]]),
  reports: Array.from({ length: 19 }, (_, day) => {
    const date = `2026-11-${String(day + 1).padStart(2, '0')}`;
    return [
      stopped(`${date}T00:00:00-03:00`, `${date}T00:00:00-03:00`, 'stop'),
      stopped(`${date}T08:00:00-03:00`, `${date}T08:05:00-03:00`, 'start'),
    ];
  }).flat(),
};

it('the days of a month add up to the month, each up to now', () => {
  const days = savedByDay(input);

  expect(days).toHaveLength(20);
  expect(days[0]?.saved).toBeGreaterThan(0);
  expect(Math.abs(days.reduce((sum, { saved }) => sum + saved, 0) - savings(input).usd)).toBeLessThan(0.2);
  // Eight of 24 hours off: what it cost is twice what it did not.
  expect((days[1]?.spent ?? 0) / (days[1]?.saved ?? 1)).toBeCloseTo(2, 0);
});
