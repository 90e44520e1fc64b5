// `readyBy` as mornings go on: the start wakes at six, waits, and begins so that all is up by eight.
import { expect, it } from 'vitest';
import { at, byHand, type Days, live } from './small-days.ts';

const days: Days = {
  resources: `  db: { kind: rds-instance, instance: small-db }
  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [db] }`,
  schedule: `  start: { days: every day, readyBy: '08:00', notBefore: '06:00' }
  stop: { days: every day, at: '20:00' }`,
  // Whatever is up while it is due down is stopped at once.
  more: 'whileDown: enforce',
};

const startsOf = ({ reports }: Awaited<ReturnType<typeof live>>) =>
  reports
    .filter(({ action, outcome }) => action === 'start' && outcome !== 'duplicate')
    .map(({ startedAt, endedAt, readyBy, requestedBy }) => ({
      began: startedAt.slice(11, 16),
      ended: endedAt.slice(11, 16),
      ...(readyBy === undefined ? {} : { readyBy: readyBy.slice(11, 16) }),
      by: requestedBy,
    }));

it('the first morning begins as early as it may, and later ones as late as they can; once each, and nothing stops it before eight', async () => {
  const lived = await live({ ...days, to: 24 * 3 + 9 });
  const starts = startsOf(lived);

  expect(starts).toHaveLength(3);
  expect(starts[0]).toMatchObject({ began: '06:00', readyBy: '08:00', by: 'schedule' });
  for (const { began, ended } of starts.slice(1)) {
    expect([began >= '07:40', ended >= '07:50', ended <= '08:00']).toEqual([true, true, true]);
  }
  expect(lived.reports.at(-1)?.reason).toMatch(/; ready \d min before 08:00$/);
  const stops = lived.reports.filter(({ action }) => action === 'stop');
  expect(stops.map(({ nextStart }) => nextStart?.readyBy.slice(8, 16))).toEqual(['17T08:00', '18T08:00', '19T08:00']);
  // What a stop says is when it does begin.
  expect(stops.map(({ nextStart }) => nextStart?.begins.slice(11, 16))).toEqual(starts.map(({ began }) => began));
  expect(lived.after.app?.desired).toBe(2);
  expect(lived.violations).toEqual([]);
});

it('a delivery that is lost is made up for when the hour has come', async () => {
  const lost = { at: at(29.9), do: 'lose-schedules', untilMs: at(30.1) } as const;
  const lived = await live({ ...days, to: 34, timeline: [lost] });

  expect(startsOf(lived)).toMatchObject([{ by: 'reconcile', began: '08:15' }]);
  expect(lived.violations).toEqual([]);
});

it('a delivery that comes twice begins one start', async () => {
  const again = {
    at: at(30.2),
    do: 'deliver',
    function: 'start',
    scheduledTime: new Date(at(30)).toISOString(),
    times: 2,
  } as const;
  const lived = await live({ ...days, from: 19, to: 33, timeline: [again] });

  expect(startsOf(lived)).toHaveLength(1);
  expect(lived.violations).toEqual([]);
});

it('a stop by hand after the early start is not undone when the hour comes', async () => {
  const lived = await live({ ...days, to: 35, timeline: [byHand(31.5, 'stop')] });

  expect(startsOf(lived)).toHaveLength(1);
  expect(lived.after.db?.status).toBe('stopped');
  expect(lived.violations).toEqual([]);
});

it('a start that takes longer than it may begin before is warned of, and says by how much it missed', async () => {
  const slow = { ...days, schedule: (days.schedule ?? '').replace("'06:00'", "'07:55'") };
  const world = { db: { startMinutes: 12 } };
  const lived = await live({ ...slow, world });
  const [stop, start] = lived.reports;

  expect(start?.reason).toMatch(/; ready \d+ min after 08:00: the next one begins earlier$/);
  expect(start?.warnings).toEqual([
    expect.stringMatching(
      /^a start takes up to .* min, by the last ones and with a margin: more than the 5 min between/,
    ),
  ]);
  expect(stop?.warnings).toEqual([]);
  expect(lived.violations).toEqual([]);
});
