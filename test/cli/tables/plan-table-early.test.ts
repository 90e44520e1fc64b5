import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { PlanItem } from '#run/plan/plan.ts';
import { named } from '#test/support/definitions.ts';
import { planTable } from '../../../cli/tables/plan-table.ts';

const db = named('db');

const lineOf = (early: PlanItem['early'], kind: PlanItem['kind'] = 'ecs-service'): string => {
  const item: PlanItem = {
    ...{ resource: named('app'), kind, stage: 1, decision: 'act', reason: '1 task remembered', after: [db] },
    ...(early ? { early } : {}),
  };
  const plan = { environment: 'shop', action: 'start', stages: [[item.resource]], items: [item] } as const;
  return planTable(plan).map(stripVTControlCharacters).join('\n');
};

it.each<[string, PlanItem['early'], PlanItem['kind']?]>([
  ['(after db)', undefined],
  ['(early: waits for db until three starts are known)', { on: [db] }],
  [
    '(early: begins 1 min before db is expected to be ready, about 4 min after the start began)',
    { on: [db], needsAfterSeconds: 60, beginsAfterSeconds: 240 },
  ],
  ['(early: begins 1 min before db is expected to be ready)', { on: [db], needsAfterSeconds: 60 }],
  ['(early: does not wait for db)', { on: [db], atOnce: true, beginsAfterSeconds: 0 }, 'rds-instance'],
  [
    '(early has no effect: nobody knows when a resource of kind ec2-instance first needs db)',
    { on: [db] },
    'ec2-instance',
  ],
])('a plan marks what begins early: %s', (note, early, kind) => {
  expect(lineOf(early, kind).replaceAll(/\s+/g, ' ')).toContain(note);
});
