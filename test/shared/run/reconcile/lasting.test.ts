// What was said lasts as long as it is so; what was right again for a while is said again.
import { describe, expect, it } from 'vitest';
import type { Lasting } from '#core/lasting.ts';
import { lastingNow, newsOf } from '#run/reconcile/lasting.ts';

const tickMs = 15 * 60_000;

/** Names of what is wrong at each tick, `?` where nothing can be read: what is said at it. */
const saidAt = (ticks: readonly string[], since = (_tick: number) => 1): string[] => {
  let lasting: Lasting | undefined;
  return ticks.map((text, tick) => {
    const wrong = text.split(' ').filter((name) => name !== '' && name !== '?');
    const isRight = (name: string) => text !== '?' && !wrong.includes(name);
    const seen = { since: since(tick), wrong, isRight, nowMs: tick * tickMs };
    const news = newsOf(lasting, seen);
    lasting = lastingNow(lasting, seen) ?? lasting;
    return news.join(' ');
  });
};

describe('what is wrong is said', () => {
  it.each<[what: string, ticks: string[], said: string[]]>([
    ['when it begins', ['', 'a', 'a', 'a'], ['', 'a', '', '']],
    ['by itself when more goes wrong', ['a', 'a b', 'b'], ['a', 'b', '']],
    ['again when it was right for two ticks', ['a', '', '', 'a', 'a'], ['a', '', '', 'a', '']],
    ['not again when it was right for one', ['a', '', 'a', '', 'a'], ['a', '', '', '', '']],
    ['not again when nothing could be read meanwhile', ['a', '?', '?', '?', 'a'], ['a', '', '', '', '']],
    ['again for each that was right', ['a b', 'b', 'b', 'a b'], ['a b', '', '', 'a']],
  ])('what is wrong is said %s', (_, ticks, said) => {
    expect(saidAt(ticks)).toEqual(said);
  });

  it('what is wrong is said once more when something else is due since', () => {
    expect(saidAt(['a', 'a', 'a', 'a'], (tick) => (tick < 2 ? 1 : 2))).toEqual(['a', '', 'a', '']);
  });

  it('nothing is noted while nothing changes', () => {
    const standing: Lasting = { since: 1, resources: { a: 'lasting', b: 5 } };
    const seen = (wrong: string[], since = 1) => ({ since, wrong, isRight: () => true, nowMs: 100 });

    expect(lastingNow(standing, { ...seen(['a']), isRight: (name) => name !== 'a' })).toBeUndefined();
    expect(lastingNow(undefined, seen([]))).toBeUndefined();
    expect(lastingNow(standing, seen([], 2))).toBeUndefined();
    expect(lastingNow(standing, seen([]))).toEqual({ since: 1, resources: { a: 100, b: 5 } });
  });
});

describe('what is due for a reason of its own', () => {
  const at = (since: number, own: number, tick: number) => ({
    ...{ since, sinceOf: (name: string) => (name === 'own' ? own : since), wrong: ['own', 'other'] },
    ...{ isRight: () => false, nowMs: tick * tickMs },
  });

  it('what is due for a reason of its own is not said again when the environment is due something else', () => {
    const first = lastingNow(undefined, at(1, 5, 0));

    expect(first).toEqual({ since: 1, resources: { own: 'lasting', other: 'lasting' }, of: { own: 5 } });
    expect(newsOf(first, at(2, 5, 1))).toEqual(['other']);
    expect(lastingNow(first, at(2, 5, 1))).toEqual({ ...first, since: 2 });
  });

  it('what is due for a reason of its own is said again when that is another', () => {
    expect(newsOf(lastingNow(undefined, at(1, 5, 0)), at(1, 6, 1))).toEqual(['own']);
  });

  it('what is due for a reason of its own and then with its environment is kept by the time of that', () => {
    const first = lastingNow(undefined, at(1, 5, 0));

    expect(newsOf(first, at(1, 1, 1))).toEqual(['own']);
    expect(lastingNow(first, at(1, 1, 1))).toEqual({ since: 1, resources: { own: 'lasting', other: 'lasting' } });
  });
});
