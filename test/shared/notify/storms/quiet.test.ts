// Which silence is about a message, and by which key it is counted.
import { describe, expect, it, test } from 'vitest';
import { isQuietKey, silencedBy } from '#notify/storms/quiet.ts';

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

test.each([
  ['silence|c', true],
  ['inhibit|shop|5', true],
  ['staging-stop-1', false],
  ['a silence|c', false],
  ['silence', false],
])('the key %s is one of a quiet message: %s', (key, isQuiet) => {
  expect(isQuietKey(key)).toBe(isQuiet);
});
