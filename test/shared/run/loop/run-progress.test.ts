// What a run says of itself while it is going on.
import { describe, expect, it } from 'vitest';
import type { Next } from '#kinds/next.ts';
import { applySnapshot } from '#run/loop/apply-snapshot.ts';
import { begin, type Snapshot } from '#run/loop/progress.ts';
import { hasNewReasons, isProgressDue, runProgress } from '#run/loop/run-progress.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { database, definitionOf } from '#test/support/definitions.ts';
import { lookAt } from '#test/support/looks.ts';

describe('where a run stands', () => {
  it.each<[told: string, look: Partial<Snapshot>, atSeconds: number, expected: boolean]>([
    ['at the first look of a round', {}, 0, true],
    ['not at a look that has nothing new to tell', { toldAt: 0 }, 30, false],
    ['when the last look had news', { toldAt: 0, news: true }, 5, true],
    ['once a minute without news', { toldAt: 0 }, 60, true],
  ])('where a run stands is told %s', (_, look, atSeconds, expected) => {
    expect(isProgressDue(lookAt(0, {}, look), atSeconds * 1_000)).toBe(expected);
  });

  it('where a run stands is news when something else is said of what moves', () => {
    const waits = (reason: string) => ({ db: { kind: 'wait', reason } }) as const;
    const definition = definitionOf([database('db')]);
    const plan = planOperation('stop', definition, new Map(), []);
    const progress = begin(plan, definition.resources, 0);
    const before = lookAt(0, waits('stopping'));

    expect(hasNewReasons(progress, before, waits('stopping'))).toBe(false);
    expect(hasNewReasons(progress, before, waits('stopped'))).toBe(true);
  });

  it('where a run stands is news when something else is said of one of several', () => {
    const definition = definitionOf([database('a'), database('b')]);
    const progress = begin(planOperation('stop', definition, new Map(), []), definition.resources, 0);
    const said = (a: string, b: string) =>
      ({ a: { kind: 'wait', reason: a }, b: { kind: 'wait', reason: b } }) as const;

    expect(hasNewReasons(progress, lookAt(0, said('stopping', 'stopping')), said('stopping', 'stopped'))).toBe(true);
  });

  const begun = (names: readonly string[], after: readonly string[] = []) => {
    const first = names.map((name) => database(name));
    const definition = definitionOf(after.length > 0 ? [...first, database('last', { dependsOn: after })] : first);
    const plan = planOperation('start', definition, new Map(), []);
    return begin(
      { ...plan, items: plan.items.map((one) => ({ ...one, expectedSeconds: 60 })) },
      definition.resources,
      0,
    );
  };
  const head = { kind: 'rds-instance', stage: 1, expectedSeconds: 60 };

  it('where a run stands names what has ended, what moves and what waits, each with its times', () => {
    const ready: Next = { kind: 'ready', reason: 'available' };
    const wait: Next = { kind: 'wait', reason: 'starting' };
    const progress = applySnapshot(begun(['a', 'b'], ['b']), lookAt(0, { a: ready, b: wait }));

    expect(runProgress(progress, lookAt(7_000, { b: { kind: 'wait', reason: 'rebooting' } }))).toEqual({
      startedAt: 0,
      at: 7_000,
      resources: [
        { ...head, resource: 'a', state: 'skipped', reason: 'available', since: 0, endedAt: 0 },
        { ...head, resource: 'b', state: 'moving', reason: 'rebooting', since: 0 },
        { ...head, resource: 'last', stage: 2, state: 'waiting', reason: 'after b' },
      ],
    });
    expect(runProgress(progress, lookAt(7_000, {})).resources[1]?.reason).toBe('starting');
  });

  it('where a run stands says nothing of what nobody has looked at yet', () => {
    const { expectedSeconds: _, ...bare } = head;
    const db = database('db');
    const progress = begin(planOperation('start', definitionOf([db]), new Map(), []), [db], 5);

    expect(runProgress(progress, lookAt(9, {})).resources).toStrictEqual([
      { ...bare, resource: 'db', state: 'moving', since: 5 },
    ]);
  });

  it('where a run stands names ten of what is waited for, and how many more there are', () => {
    const names = Array.from({ length: 12 }, (_, index) => `d${index}`);

    expect(runProgress(begun(names, names), lookAt(0, {})).resources.at(-1)?.reason).toBe(
      `after ${names.slice(0, 10).join(', ')} and 2 more`,
    );
  });

  it.each<[what: string, reason: number, isWhole: boolean]>([
    ['in full where there is room', 40, true],
    ['in full where there is just room, as written', 2_600, true],
    ['in part where there is none', 3_200, false],
  ])('where a run stands is told %s', (_, length, isWhole) => {
    const names = Array.from({ length: 100 }, (_one, index) => `d${index}`);
    const nexts = Object.fromEntries(
      names.map((name) => [name, { kind: 'wait', reason: 'x'.repeat(length) } as const]),
    );
    const { resources, ...rest } = runProgress(begun(names), lookAt(3, nexts));

    expect(rest).toEqual({ startedAt: 0, at: 3 });
    expect(resources).toHaveLength(100);
    expect(new Set(resources.map(({ reason }) => reason?.length))).toEqual(new Set([isWhole ? length : 60]));
  });
});
