// The alarms of some resources alone.
import { describe, expect, it } from 'vitest';
import type { Alarm, MuteRule } from '#core/alarm.ts';
import type { Expectation } from '#core/expectation.ts';
import { awsNameOf } from '#kinds/resource.ts';
import { alarmsAbout, alarmsBut, liftPart } from '#run/alarms/part-alarms.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

const [db, log, web] = [database('db'), database('log'), service('web')];
const alarm = (name: string, ...about: Parameters<typeof awsNameOf>[0][]): Alarm => ({
  ...{ name, actionsEnabled: true, actions: [] },
  identities: about.map(awsNameOf),
});
const alarms = [
  alarm('of-db', db),
  alarm('of-log', log),
  alarm('of-web', web),
  alarm('of-both', db, log),
  alarm('of-none'),
];
const names = (some: readonly Alarm[]): string[] => some.map(({ name }) => name);

it('an alarm is of a resource if its metrics are of it; one of which that cannot be told is of none', () => {
  expect(names(alarmsAbout(alarms, [db]))).toEqual(['of-db', 'of-both']);
  expect(names(alarmsAbout(alarms, [web, log]))).toEqual(['of-log', 'of-web', 'of-both']);
});

it('a stop that leaves something up does not mute what is about that alone', () => {
  const definition = { resources: [{ ...db, keptUp: 'awake' }, log, web] };
  expect(names(alarmsBut(alarms, definition))).toEqual(['of-log', 'of-web', 'of-both', 'of-none']);
  expect(alarmsBut(alarms, { resources: [db, log, web] })).toBe(alarms);
});

describe('a start of some resources', () => {
  const nowMs = Date.parse('2026-11-20T01:00:00Z');
  const night: Expectation = {
    ...{ run: 'stop', reason: 'r', from: '2026-11-19T23:00:00Z', until: '2026-11-20T12:00:00Z' },
    alarms: names(alarms),
    identities: [db, log, web].map(awsNameOf),
  };
  const lifted = async (graceMs: number) => {
    const rules: MuteRule[] = [];
    const deleted: string[] = [];
    const kept: Expectation[] = [];
    const ports = {
      alarms: {
        find: async () => alarms,
        quiet: async () => new Set<string>(),
        mute: async (rule: MuteRule) => void rules.push(rule),
        unmute: async (rule: string) => void deleted.push(rule),
      },
      state: { expect: async (_: string, one: Expectation) => void kept.push(one) },
      runtime: { now: () => new Date(nowMs) },
    };
    const definition = { ...definitionOf([web]), alarms: { mute: ['of-*'], graceMinutes: 10 } };
    const lift = { run: 'start', standing: [night], graceMs, ...(graceMs > 0 ? {} : { why: 'web is not up' }) };
    const warnings = await liftPart(definition, lift, ports as never);
    return { rules: rules.map((one) => [one.alarms, one.untilMs] as const), deleted, kept, warnings };
  };
  const others = ['of-both', 'of-db', 'of-log', 'of-none'];
  const end = Date.parse(night.until);

  it('its alarms stay muted for the grace, all others as long as before, and the record says so', async () => {
    const { rules, kept, warnings } = await lifted(600_000);
    expect(rules).toEqual([
      [others, end],
      [['of-web'], nowMs + 600_000],
    ]);
    expect(kept).toMatchObject([{ run: 'stop', until: night.until, identities: [db, log].map(awsNameOf) }]);
    expect(kept[0]?.alarms.toSorted()).toEqual(others);
    expect(warnings).toEqual([]);
  });

  it('what did not come up speaks at once, and the report says so', async () => {
    const { rules, warnings } = await lifted(0);
    expect(rules).toEqual([[others, end]]);
    expect(warnings).toEqual(['web is not up: their alarms are active again; still in alarm: of-web']);
  });
});
