import { expect, it } from 'vitest';
import type { Notice } from '#core/notice.ts';
import { refreshCalendars } from '#run/schedules/refresh-calendars.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';
import { definitionWith } from '#test/support/weeks.ts';

const week = 'stop: { days: every day, at: "20:00" }';
const definition = definitionWith(week, 'UTC', 'calendars: { company: { changeCalendar: holidays, days: [] } }');
const hourMs = 3_600_000;

const world = () => {
  const state = memoryStateStore();
  const said: Notice[] = [];
  const warned: string[] = [];
  let [now, reads] = [Date.parse('2026-11-16T10:00:00Z'), 0];
  let next: () => { changes?: string[]; unread?: string } = () => ({});
  const refresh = refreshCalendars({
    read: async () => {
      reads++;
      return [{ calendar: 'company', changeCalendar: 'holidays', changes: [], ...next() }];
    },
    state,
    runtime: { now: () => new Date(now) },
    say: async (notice) => void said.push(notice),
    log: { warn: (text) => void warned.push(text) },
  });
  return {
    ...{ refresh, said, warned, reads: () => reads },
    is: (answer: typeof next) => {
      next = answer;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
};

it('Change Calendars are read once a day, however often reconcile looks', async () => {
  const { refresh, reads, pass } = world();
  for (let tick = 0; tick < 3 * 96; tick++) {
    await refresh(definition);
    pass(hourMs / 4);
  }

  expect(reads()).toBe(3);
});

it('a definition without one asks nobody', async () => {
  const { refresh, reads } = world();
  await refresh(definitionWith(week, 'UTC'));

  expect(reads()).toBe(0);
});

it('what has changed is told with its days', async () => {
  const { refresh, said, is } = world();
  is(() => ({ changes: ['+ 2026-12-24 off'] }));
  await refresh(definition);

  expect(said).toMatchObject([
    {
      notice: 'calendars',
      text: 'staging: the days of company have changed',
      resources: [{ resource: 'company', reason: 'holidays: + 2026-12-24 off' }],
    },
  ]);
});

it('that one cannot be read is told once a month', async () => {
  const { refresh, said, is, pass } = world();
  is(() => ({ unread: 'no right' }));
  for (let day = 0; day < 20; day++) {
    await refresh(definition);
    pass(24 * hourMs);
  }

  expect(said.map(({ at }) => at.slice(0, 7))).toEqual(['2026-11', '2026-12']);
  expect(said[0]?.resources).toEqual([{ resource: 'company', reason: 'no right' }]);
});

it('what cannot be asked is asked at the next look, and keeps nothing else from being done', async () => {
  const { refresh, warned, is, reads, pass } = world();
  is(() => {
    throw new Error('no network');
  });
  await refresh(definition);
  pass(hourMs / 4);
  is(() => ({}));
  await refresh(definition);

  expect([reads(), warned.length]).toEqual([2, 1]);
});
