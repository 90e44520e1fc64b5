// The schedules of resources with a week of their own.
import { expect, it } from 'vitest';
import type { AwakeSlot } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { schedulesOf } from '#run/schedules/schedule.ts';
import { database, definitionOf } from '#test/support/definitions.ts';

const targets = { runs: { start: 'arn:start', stop: 'arn:stop' }, role: 'arn:role', deadLetters: 'arn:dead' };
const scheduled = (awake: Readonly<Record<string, 'always' | readonly AwakeSlot[]>>) => {
  const resources = Object.entries(awake).map(([name, awakeOn]) => ({ ...database(name), awakeOn }));
  const all = schedulesOf({ ...definitionOf([]), resources } as Definition, targets, 0);
  const own = (one: { expression: string; input: string }) => [one.expression, JSON.parse(one.input).only];
  return {
    start: all.start.slice(1).map(own),
    stop: all.stop.slice(1).map(own),
    names: all.start.map(({ name }) => name),
  };
};

it('a time begins with a start and ends with a stop of this resource, after those of the environment', () => {
  expect(scheduled({ db: [{ days: ['sat'], from: '10:00', until: '14:30' }] })).toEqual({
    start: [['cron(0 10 ? * SAT *)', ['db']]],
    stop: [['cron(30 14 ? * SAT *)', ['db']]],
    names: ['start-1', 'start-2'],
  });
});

it.each([
  ['22:00', '02:00', 'cron(0 2 ? * MON,SUN *)'],
  ['10:00', '10:00', 'cron(0 10 ? * MON,SUN *)'],
  ['10:00', '10:01', 'cron(1 10 ? * SUN,SAT *)'],
])('from %s until %s on Sunday and Saturday it ends at %s', (from, until, expression) => {
  expect(scheduled({ db: [{ days: ['sun', 'sat'], from, until }] }).stop).toEqual([[expression, ['db']]]);
});

it('resources with the same times have one schedule, others their own, and what is always awake none', () => {
  const same = { days: ['sat'], from: '10:00', until: '14:00' };
  const found = scheduled({ a: [same], b: [same], c: [{ ...same, until: '16:00' }], d: 'always' });
  expect(found.start).toEqual([['cron(0 10 ? * SAT *)', ['a', 'b', 'c']]]);
  expect(found.stop).toEqual([
    ['cron(0 14 ? * SAT *)', ['a', 'b']],
    ['cron(0 16 ? * SAT *)', ['c']],
  ]);
});

it('days of the month stay days of the month', () => {
  const found = scheduled({ db: [{ days: [], on: ['last day'], from: '10:00', until: '14:00' }] });
  expect(found.stop).toEqual([['cron(0 14 L * ? *)', ['db']]]);
});

it('two times of one resource that begin together are one start, which names it once', () => {
  const slot = { days: ['sat'], from: '10:00', until: '14:00' };
  const found = scheduled({ db: [slot, { ...slot, until: '16:00' }] });
  expect(found.start).toEqual([['cron(0 10 ? * SAT *)', ['db']]]);
  expect(found.stop.map(([, only]) => only)).toEqual([['db'], ['db']]);
});
