// What AWS is about to undo: a database that it starts by itself after seven days.
import { describe, expect, it } from 'vitest';
import { type Next, withinRun } from '#kinds/next.ts';

const minute = 60_000;
const stopped = (untilMinutes?: number): Next => ({
  kind: 'ready',
  reason: 'stopped',
  ...(untilMinutes === undefined ? {} : { until: untilMinutes * minute }),
});
const at = (nowMinutes: number, before?: Next) => ({ startedAt: 0, nowMs: nowMinutes * minute, before });
const waiting: Next = { kind: 'wait', reason: 'r', until: 7 * minute };

describe('a database that is down, to a stop', () => {
  it.each<[string, Next, ReturnType<typeof at>, Next['kind']]>([
    ['is down when AWS says nothing', stopped(), at(0), 'ready'],
    ['is down when AWS starts it in days', stopped(7 * 24 * 60), at(0), 'ready'],
    ['is waited for when AWS starts it in minutes', stopped(7), at(0), 'wait'],
    ['is waited for in the moment in which a read shows neither', stopped(), at(7, waiting), 'wait'],
    ['is down when AWS does not start it after all', stopped(7), at(12), 'ready'],
    ['is down once it was stopped again', stopped(7 * 24 * 60), at(20, waiting), 'ready'],
    ['is not waited for beyond half an hour', stopped(31), at(0), 'ready'],
    ['is waited for within half an hour', stopped(30), at(29), 'wait'],
  ])('a database that is down, to a stop, %s', (_what, next, looking, expected) => {
    expect(withinRun(next, looking).kind).toBe(expected);
  });
});
