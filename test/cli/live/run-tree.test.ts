import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { planOperation } from '#run/plan/plan-operation.ts';
import { database, definitionOf } from '#test/support/definitions.ts';
import { runTree } from '../../../cli/live/run-tree.ts';
import { planTable } from '../../../cli/tables/plan-table.ts';

const orders = database('orders');

it('the tree of a run says what its resources took lately, as long as they move', () => {
  const progress = (state: 'moving' | 'done') => ({
    startedAt: 0,
    at: 0,
    resources: [
      { resource: 'orders', kind: orders.kind, stage: 1, state, reason: 'starting', since: 0, expectedSeconds: 425 },
    ],
  });
  const lines = (state: 'moving' | 'done'): string =>
    runTree({ run: 'r', action: 'start', until: 0, progress: progress(state) }, 'UTC', 60_000, {
      columns: 120,
      rows: 24,
    })
      .map(stripVTControlCharacters)
      .join('\n');

  expect(lines('moving')).toContain('starting · recently at least 7 min 5 s');
  expect(lines('done')).not.toContain('recently');
});

it('a plan says what each change took lately', () => {
  const seen = { kind: 'rds-instance', status: 'stopped', engine: 'postgres', replicas: [] } as const;
  const plan = (status: string) =>
    planOperation(
      'start',
      definitionOf([orders]),
      new Map([[orders.name, { state: 'seen', observation: { ...seen, status } } as const]]),
      [],
      new Map([['orders', 425]]),
    );
  const text = (status: string): string => planTable(plan(status)).map(stripVTControlCharacters).join('\n');

  expect(text('stopped')).toContain('(recently at least 7 min 5 s)');
  expect(text('available')).not.toContain('recently');
});
