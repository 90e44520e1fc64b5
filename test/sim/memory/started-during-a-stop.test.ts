// Somebody starts a database that they had stopped while a stop is under way that has found it down already.
import { expect, it } from 'vitest';
import { byHand, type Days, live, sets } from './small-days.ts';

/** The stop takes a quarter of an hour because of `slow`. `db` is found down and remembered at its beginning. */
const days = (minute: number): Days => ({
  resources: `  db: { kind: rds-instance, instance: small-db }
  slow: { kind: rds-instance, instance: small-slow }`,
  world: { db: { status: 'stopped' }, slow: { stopMinutes: 15 } },
  timeline: [sets(20 + minute / 60, 'db', { status: 'available' }), byHand(20.5, 'stop')],
  from: 19,
  to: 33,
});

it.each([3, 10])(
  'a database that somebody starts %i minutes into a stop that found it down stays theirs for the night, and the start says so',
  async (minute) => {
    const { runs, entry, violations } = await live(days(minute));

    expect(runs).toEqual(['stop done', 'stop done', 'start done']);
    expect(entry('start', 'db')).toContain('left down: already stopped by somebody else before small-stop-');
    expect(violations).toEqual([]);
  },
);

it('a database that somebody had started before a stop came is stopped by it, and started again', async () => {
  const { entry, violations } = await live({
    ...days(0),
    timeline: [sets(19.5, 'db', { status: 'available' })],
  });

  expect(entry('start', 'db')).toMatch(/^done/);
  expect(violations).toEqual([]);
});
