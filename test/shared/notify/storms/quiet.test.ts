// Which silence is about a message, and by which key it is counted.
import { describe, expect, it, test } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { isActive, isQuietKey, noteInhibition, silencedBy } from '#notify/storms/quiet.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';

const silence = (id: string, pattern: string, from = 0, until = 100) => ({
  ...{ id, pattern, from, until },
  ...{ by: 'ana', why: 'a migration' },
});
const alarm = { source: 'alarm', name: 'shop-cpu' } as const;

describe('a message', () => {
  it('a message is silenced by the first silence that is in force and fits its name, which says by whom and why', () => {
    const all = [silence('a', 'blog-*'), silence('b', 'shop-*', 60), silence('c', 'shop-*'), silence('d', '*')];

    expect(silencedBy(alarm, all, 50)).toEqual({
      ...{ key: 'silence|c', name: 'shop-*', why: 'silenced by ana: a migration', fromMs: 0, untilMs: 100 },
    });
  });

  it('a message is not silenced by what is over, about something else, or where it is a report of Curfew', () => {
    expect(silencedBy(alarm, [silence('a', 'shop-*')], 101)).toBeUndefined();
    expect(silencedBy(alarm, [silence('a', 'blog-*')], 50)).toBeUndefined();
    expect(silencedBy({ ...alarm, source: 'curfew' }, [silence('a', '*')], 50)).toBeUndefined();
    expect(silencedBy(alarm, [], 50)).toBeUndefined();
  });
});

describe('an alarm that silences others', () => {
  const staging = definitionOf('staging');
  const inhibiting = (inhibits: Definition['notifications']['inhibits']): Definition => ({
    ...staging,
    notifications: { ...staging.notifications, ...(inhibits ? { inhibits } : {}) },
  });
  const byName = inhibiting({ alarms: [{ while: ['db-*', 'cache-*'], silences: ['shop-*'] }] });
  const said = (name: string, state: 'alarm' | 'ok' = 'alarm', resources: string[] = []) =>
    ({ ...{ source: 'alarm', about: `about ${name}`, name, state, resources }, detail: { kind: 'alarm' } }) as never;
  const hourMs = 3_600_000;

  it('an alarm that silences others does so from then on, says since when, and is not kept twice', () => {
    const first = noteInhibition(undefined, said('db-cpu'), byName, 5);

    expect(first).toEqual({
      state: {
        active: [
          { about: 'about db-cpu', name: 'db-cpu', sinceMs: 5, names: [], patterns: ['shop-*'], identities: [] },
        ],
      },
      decision: undefined,
    });
    const again = noteInhibition(first.state, said('db-cpu'), byName, 9);
    expect(again.state).toBe(first.state);
    expect(noteInhibition(first.state, said('shop-cpu'), byName, 9).decision).toEqual({
      ...{ key: 'inhibit|about db-cpu|5', name: 'db-cpu', why: 'because db-cpu is in alarm', fromMs: 5 },
    });
    expect(noteInhibition(first.state, said('blog-cpu'), byName, 9).decision).toBeUndefined();
    expect(noteInhibition(first.state, said('shop-cpu', 'ok'), byName, 9).decision).toBeUndefined();
  });

  it('an alarm that silences others ends that when it is over, and after a day', () => {
    const { state } = noteInhibition(undefined, said('db-cpu'), byName, 0);
    const two = noteInhibition(state, said('cache-cpu'), byName, 5).state;

    expect(two?.active.map(({ name }) => name)).toEqual(['db-cpu', 'cache-cpu']);
    expect(noteInhibition(two, said('db-cpu', 'ok'), byName, 9).state?.active.map(({ name }) => name)).toEqual([
      'cache-cpu',
    ]);
    expect(noteInhibition(state, said('shop-cpu'), byName, 24 * hourMs - 1).decision).toBeDefined();
    expect(noteInhibition(state, said('shop-cpu'), byName, 24 * hourMs).decision).toBeUndefined();
    const key = 'inhibit|about db-cpu|0';
    expect([24 * hourMs - 1, 24 * hourMs].map((ms) => isActive(state, key, ms))).toEqual([true, false]);
    expect([isActive(undefined, key, 0), isActive(state, 'inhibit|x|0', 0)]).toEqual([false, false]);
  });

  it('an alarm that silences others is none where the definition does not say so', () => {
    for (const definition of [staging, inhibiting({}), inhibiting({ alarms: [] }), inhibiting({ dependents: true })]) {
      expect(noteInhibition(undefined, said('db-cpu'), definition, 5)).toEqual({
        state: undefined,
        decision: undefined,
      });
    }
    expect(noteInhibition(undefined, said('blog-cpu'), byName, 5).state).toBeUndefined();
    expect(noteInhibition(undefined, said('db-cpu', 'ok'), byName, 5).state).toBeUndefined();
    expect(noteInhibition({ active: [] }, said('blog-cpu'), byName, 5).state).toEqual({ active: [] });
  });

  it('an alarm that silences others is forgotten when a hundred came after it', () => {
    let state: ReturnType<typeof noteInhibition>['state'];
    for (let index = 0; index <= 100; index++) state = noteInhibition(state, said(`db-${index}`), byName, index).state;

    expect(state?.active).toHaveLength(100);
    expect(state?.active[0]?.name).toBe('db-1');
  });
});

test.each([
  ['silence|c', true],
  ['inhibit|shop|5', true],
  ['staging-stop-1', false],
  ['a silence|c', false],
  ['silence', false],
])('the key %s is one of a quiet message: %s', (key, isQuiet) => {
  expect(isQuietKey(key)).toBe(isQuiet);
});
