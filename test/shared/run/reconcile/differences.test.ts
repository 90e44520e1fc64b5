import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import { differences, isDoneOrSkipped, names } from '#run/reconcile/difference.ts';
import { named, numbered } from '#test/support/definitions.ts';
import { appIs, dbIs, definition, readingsOf, zero } from './situation.ts';

describe('what differs', () => {
  const of = (readings: Record<string, Reading>, action: 'start' | 'stop' = 'stop') =>
    differences(action, { definition, readings: readingsOf(readings), memories: [zero] }).map(
      ({ resource }) => resource,
    );

  it('what differs is what needs a change or cannot be made, not what only keeps books or cannot be read', () => {
    expect(of({ db: dbIs('available'), log: dbIs('starting'), app: appIs(0) })).toEqual(['db', 'log']);
    expect(of({ db: { state: 'unreadable', code: 'X', message: 'no', retryable: true } })).toEqual([]);
    expect(of({ app: appIs(2) }, 'start')).toEqual([]);
    expect(of({ app: appIs(0) }, 'start')).toEqual(['app']);
    expect(
      differences('stop', { definition, readings: readingsOf({ app: appIs(0) }), memories: [] }).map((one) => one.next),
    ).toEqual([]);
  });

  it('what differs is judged by the memory of the resource itself', () => {
    const of = (desired: number) => ({ ...zero, desired });
    const memories = [{ ...of(5), resource: named('web') }, of(0), { ...of(5), resource: named('db') }];
    const readings = readingsOf({ app: appIs(0) });

    expect(differences('start', { definition, readings, memories })).toEqual([]);
    expect(differences('start', { definition, readings, memories: [] })).toMatchObject([
      { next: { code: 'NO_MEMORY' } },
    ]);
  });

  it('what differs is named with ten at most', () => {
    const many = (count: number) =>
      names(numbered(count, 'r', (name) => ({ resource: named(name), next: {} as Next })));
    const ten = 'r-001, r-002, r-003, r-004, r-005, r-006, r-007, r-008, r-009, r-010';

    expect([many(1), many(10), many(11), many(900)]).toEqual([
      'r-001',
      ten,
      `${ten} and 1 more`,
      `${ten} and 890 more`,
    ]);
  });

  it('what differs is fine when it is done or was skipped', () => {
    const fine = ['done', 'skipped', 'failed', 'blocked', 'refused'].filter((outcome) =>
      isDoneOrSkipped({ outcome } as Report['resources'][number]),
    );

    expect(fine).toEqual(['done', 'skipped']);
  });
});
