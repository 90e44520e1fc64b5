import { describe, expect, it } from 'vitest';
import { keepSchedules, removeSchedules } from '#run/schedules/keep-schedules.ts';
import type { Schedule } from '#run/schedules/schedule.ts';
import type { Scheduler } from '#run/schedules/scheduler.ts';
import { definitionWith } from '../../../support/weeks.ts';

const nowMs = Date.parse('2026-11-16T12:00Z');
const targets = { runs: { start: 'start:live', stop: 'stop:live' }, role: 'role', deadLetters: 'queue' };

const remembering = (refuses: readonly string[] = []) => {
  const all = new Map<string, Schedule>();
  const scheduler: Scheduler = {
    read: async (_, name) => all.get(name),
    create: async (_, one) => void all.set(one.name, one),
    update: async (_, one) => void all.set(one.name, one),
    remove: async (_, name) => {
      if (refuses.includes(name)) throw new Error('AccessDenied');
      all.delete(name);
    },
  };
  return {
    scheduler,
    names: () => [...all.keys()].toSorted(),
    expressions: () => [...all.values()].map((one) => one.expression).toSorted(),
  };
};

const one = definitionWith('start: { days: weekdays, at: "08:00" }, stop: { days: every day, at: "20:00" }');
const several = definitionWith(
  'start: { days: weekdays, at: "08:00" }, stop: [{ days: mon-thu, at: "20:00" }, { days: fri, at: "16:00" }, { on: [last day, 15, 1], at: "12:00" }]',
);
const stopOnly = definitionWith('stop: { days: every day, at: "20:00" }');

describe('the schedules of an environment', () => {
  it('there is a schedule for each slot, and one more where one expression cannot say it', async () => {
    const { scheduler, names, expressions } = remembering();

    await keepSchedules(several, targets, scheduler, nowMs);

    expect(names()).toEqual(['start-1', 'stop-1', 'stop-2', 'stop-3', 'stop-4']);
    expect(expressions()).toEqual([
      'cron(0 12 15,1 * ? *)',
      'cron(0 12 L * ? *)',
      'cron(0 16 ? * FRI *)',
      'cron(0 20 ? * MON,TUE,WED,THU *)',
      'cron(0 8 ? * MON,TUE,WED,THU,FRI *)',
    ]);
    expect(await keepSchedules(several, targets, scheduler, nowMs)).toEqual([]);
  });

  it.each([
    [
      'one slot for several',
      one,
      ['start-1', 'stop-1'],
      ['stop-1 changed', 'stop-2 removed', 'stop-3 removed', 'stop-4 removed'],
    ],
    [
      'no start any more',
      stopOnly,
      ['stop-1'],
      ['start-1 removed', 'stop-1 changed', 'stop-2 removed', 'stop-3 removed', 'stop-4 removed'],
    ],
  ])('a definition with fewer slots leaves no schedule behind: %s', async (_, definition, left, did) => {
    const { scheduler, names } = remembering();
    await keepSchedules(several, targets, scheduler, nowMs);

    const set = await keepSchedules(definition, targets, scheduler, nowMs);

    expect(names()).toEqual(left);
    expect(set.map((each) => `${each.name} ${each.did}`)).toEqual(did);
  });

  it('what cannot be removed now is removed at a later look', async () => {
    const refuses = ['stop-3'];
    const { scheduler, names } = remembering(refuses);
    await keepSchedules(several, targets, scheduler, nowMs);

    await expect(keepSchedules(one, targets, scheduler, nowMs)).rejects.toThrow('AccessDenied');
    expect(names()).toEqual(['start-1', 'stop-1', 'stop-2', 'stop-3']);
    refuses.pop();
    await keepSchedules(one, targets, scheduler, nowMs);

    expect(names()).toEqual(['start-1', 'stop-1']);
  });

  it.each(['stop-1', 'stop-3'])('%s, which somebody took away, is made again', async (name) => {
    const { scheduler, names } = remembering();
    await keepSchedules(several, targets, scheduler, nowMs);
    await scheduler.remove('staging', name);

    expect(await keepSchedules(several, targets, scheduler, nowMs)).toEqual([{ name, did: 'created', was: [] }]);
    expect(names()).toHaveLength(5);
  });

  it('without the first schedule those that are left over are found nevertheless', async () => {
    const { scheduler, names } = remembering();
    await keepSchedules(several, targets, scheduler, nowMs);
    await scheduler.remove('staging', 'stop-1');

    await keepSchedules(one, targets, scheduler, nowMs);

    expect(names()).toEqual(['start-1', 'stop-1']);
  });

  it('all of them go before their group does', async () => {
    const { scheduler, names } = remembering();
    await keepSchedules(several, targets, scheduler, nowMs);

    await removeSchedules('staging', scheduler);

    expect(names()).toEqual([]);
  });
});
