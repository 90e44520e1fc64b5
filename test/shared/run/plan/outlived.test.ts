import { expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { EcsObservation } from '#kinds/ecs-service/definition.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import type { Reading } from '#kinds/observation.ts';
import { outlived } from '#run/plan/outlived.ts';
import { named } from '#test/support/definitions.ts';

const captured = 'staging-stop-20261116T230000Z';
const memory = (more: Partial<ServiceMemory> = {}): ServiceMemory => ({
  kind: 'ecs-service',
  resource: named('shop'),
  desired: 2,
  run: captured,
  ...more,
});
const seen = (desired: number): Reading => ({
  state: 'seen',
  observation: { kind: 'ecs-service', status: 'ACTIVE', desired } as EcsObservation,
});
const start = (startedAt: string, outcome = 'partial') =>
  ({ action: 'start', outcome, startedAt, resources: [] }) as unknown as Report;
const morning = start('2026-11-17T11:00:01Z');

it.each<
  [
    when: string,
    isOld: boolean,
    facts: { count?: number; reports?: Report[]; slot?: string; more?: Partial<ServiceMemory> },
  ]
>([
  ['a start came since and the service is up', true, { reports: [morning] }],
  ['it is another evening of what is never started', true, { slot: '2026-11-17T23:00:00.000Z' }],
  ['it was captured by hand', true, { reports: [morning], more: { run: 'staging-stop-20261116T230000Z-ab12cd34' } }],
  ['the service is at 0, where the stop left it', false, { count: 0, reports: [morning] }],
  ['somebody woke it in the same night', false, {}],
  ['it is the stop of the same evening that comes after one by hand', false, { slot: '2026-11-16T23:30:00.000Z' }],
  ['the start was before it', false, { reports: [start('2026-11-16T11:00:01Z')] }],
  ['the start never ran', false, { reports: [start('2026-11-17T11:00:01Z', 'skipped')] }],
  ['it was given back', false, { reports: [morning], more: { givenBack: true } }],
  ['nobody knows when it was captured', false, { reports: [morning], more: { run: 'x' } }],
])('a memory has outlived its day when %s: %s', (_, isOld, { count = 5, reports = [], slot, more }) => {
  const readings = new Map([[named('shop'), seen(count)]]);

  expect([
    ...outlived([memory(more)], { readings, reports, dueSince: slot === undefined ? undefined : Date.parse(slot) }),
  ]).toEqual(isOld ? ['shop'] : []);
});
