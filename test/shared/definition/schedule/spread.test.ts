import { describe, expect, it } from 'vitest';
import { slotList } from '#definition/schedule/slot-list.ts';
import { spread, spreadOf } from '#definition/schedule/spread.ts';
import { spreadText } from '#definition/schedule/spread-text.ts';
import { environmentFile } from '#definition/schema.ts';
import { toDefinition } from '#definition/to-definition.ts';

const schedule = (spreadMinutes?: number) =>
  ({
    enabled: true,
    toleranceMinutes: 90,
    ...(spreadMinutes === undefined ? {} : { spreadMinutes }),
    start: { days: ['mon', 'fri'], at: '08:00' },
    stop: { days: ['mon', 'sun'], at: '23:50' },
  }) as const;

const names = Array.from({ length: 125 }, (_, index) => `team-${index + 1}`);

describe('the offset of an environment', () => {
  it('the offset of an environment is the same wherever it is worked out, and within the spread', () => {
    for (const name of names) {
      const minutes = spreadOf(name, 15);
      expect(minutes).toBe(spreadOf(name, 15));
      expect(minutes).toBeGreaterThanOrEqual(0);
      expect(minutes).toBeLessThanOrEqual(15);
    }
    expect(['staging', 'staging2', 'prod'].map((name) => spreadOf(name, 15))).toEqual([1, 6, 10]);
  });

  it('the offsets of a fleet are spread evenly: no minute has more than a sixth of it', () => {
    const perMinute = Map.groupBy(names, (name) => spreadOf(name, 15));

    expect(perMinute.size).toBe(16);
    for (const [minute, there] of perMinute) expect(there.length, `minute ${minute}`).toBeLessThanOrEqual(125 / 6);
  });
});

describe('a schedule that is spread', () => {
  const named = names.find((name) => spreadOf(name, 15) === 14) ?? '';

  it('a schedule that is spread is later by the offset, keeps what is written, and goes on to the next day past midnight', () => {
    expect(spread(schedule(15), named)).toMatchObject({
      start: { days: ['mon', 'fri'], at: '08:14', written: '08:00' },
      stop: { days: ['tue', 'mon'], at: '00:04', written: '23:50' },
    });
  });

  it('a schedule without a spread, and one whose offset is 0, stays as it is written', () => {
    const atOnce = names.find((name) => spreadOf(name, 15) === 0) ?? '';

    expect(spread(schedule(), named)).toEqual(schedule());
    expect(spread(schedule(15), atOnce)).toEqual(schedule(15));
    expect(spreadText(schedule().start)).toBe('');
  });

  it('a schedule that is spread is told with both times', () => {
    expect(spreadText(slotList(spread(schedule(15), named).start)[0])).toBe(' (08:00, yours 08:14)');
  });

  it('a schedule is spread when its file is read', () => {
    const file = environmentFile.parse({
      environment: named,
      region: 'us-east-1',
      timeZone: 'UTC',
      schedule: { enabled: true, spreadMinutes: 15, start: { days: 'weekdays', at: '08:00' } },
      notifications: { slack: { channel: '#team', webhookSecret: 'team/slack' } },
      resources: { db: { kind: 'rds-instance', instance: 'db' } },
    });

    expect(toDefinition(file).schedule.start).toMatchObject({ at: '08:14', written: '08:00' });
  });
});
