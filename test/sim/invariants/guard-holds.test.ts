import { expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { guardKeepsToItsHours } from '#sim/invariants/guard-holds.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { definitionFor } from '#test/support/notify-bench.ts';

const workingHours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' } as const;
const guarded = (hold = true): Definition => ({
  ...definitionFor('prod'),
  budgetGuard: { monthlyUsd: 1, workingHours, hold },
});

const judged = (definition: Definition, from: string, until: string, hold = 'down') => {
  const number = (time: string) => ({ N: String(Date.parse(time)) });
  const Item = { sk: { S: 'OVERRIDE#budget-2026-11-x' }, hold: { S: hold }, from: number(from), until: number(until) };
  const event = { type: 'call', function: 'reconcile', operation: 'dynamodb:PutItem', mutating: true, input: { Item } };
  const night = { scenario: { definition, timeline: [] }, lines: [{ at: Date.parse(from), event }] };
  return guardKeepsToItsHours.judge(night as never).map(({ detail }) => detail);
};

const [evening, morning] = ['2026-11-19T18:00:00-03:00', '2026-11-20T09:00:00-03:00'];

it('a hold of a night, of a weekend, and one that ends with the month keep to the hours', () => {
  expect(judged(guarded(), evening, morning)).toEqual([]);
  expect(judged(guarded(), '2026-11-20T18:00:00-03:00', '2026-11-23T09:00:00-03:00')).toEqual([]);
  expect(judged(guarded(), '2026-11-30T18:00:00-03:00', '2026-12-01T00:00:00-03:00')).toEqual([]);
});

it.each([
  ['that begins too early', guarded(), '2026-11-19T17:30:00-03:00', morning, 'down', 'within working hours'],
  ['that ends too late', guarded(), evening, '2026-11-20T09:20:00-03:00', 'down', 'within working hours'],
  ['of the next month', guarded(), '2026-11-30T18:00:00-03:00', '2026-12-01T09:00:00-03:00', 'down', 'next month'],
  ['up', guarded(), evening, morning, 'up', 'up'],
  ['that ends before it begins', guarded(), morning, evening, 'down', 'ends before'],
  ['that nobody asked for', guarded(false), evening, morning, 'down', 'not what the definition asks for'],
  ['without a guard', definitionFor('prod'), evening, morning, 'down', 'not what the definition asks for'],
])('a hold %s is found', (_, definition, from, until, hold, detail) => {
  expect(judged(definition, from, until, hold)).toEqual([expect.stringContaining(detail)]);
});

it('the holds of a rehearsed month above its budget are read from its trace', async () => {
  const scenario = loadScenario('sim/scenarios/budget-guard.yaml');
  const rehearsal = await rehearse(scenario);
  const { budgetGuard, ...without } = scenario.definition;

  expect(guardKeepsToItsHours.judge(rehearsal)).toEqual([]);
  const other = { ...rehearsal, scenario: { ...scenario, definition: without as Definition } };
  expect(guardKeepsToItsHours.judge(other)).toHaveLength(1);
});
