// What each resource is due to be, where people ask for some of them or one has a week of its own.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { AwakeSlot } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { namesInPart } from '#definition/part.ts';
import { wantedEach, wantedOf } from '#definition/schedule/wanted-each.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';
import { hold, local } from './wanted-at.ts';

/** `web` and `jobs` need `db`, `page` needs `web`; `log` is alone. */
const resources = (awake: Partial<Record<string, 'always' | readonly AwakeSlot[]>> = {}) =>
  [
    database('db'),
    service('web', { dependsOn: ['db'] }),
    service('jobs', { dependsOn: ['db'] }),
    service('page', { dependsOn: ['web'] }),
    database('log'),
  ].map((one) => ({ ...one, ...(awake[one.name] ? { awakeOn: awake[one.name] } : {}) })) as Definition['resources'];

const staging = (awake = {}, more: Partial<Definition> = {}): Definition => ({
  ...definitionOf([]),
  resources: resources(awake),
  ...more,
});

/** A run by ana of the part that `only` names. */
const part = (action: 'start' | 'stop', at: string, only: string[], requestedBy = 'ana') =>
  ({
    action,
    requestedBy,
    outcome: 'done',
    startedAt: `${at}:00-03:00`,
    only,
    resources: [...namesInPart(resources(), action, only)].map((resource) => ({ resource })),
  }) as unknown as Report;

type Said = { reports?: Report[]; overrides?: Override[]; definition?: Definition };

/** Those that are due up, in the order of the definition. */
const up = (now: string, { reports = [], overrides = [], definition = staging() }: Said = {}) => {
  const each = wantedEach(definition, { reports, overrides }, local(now));
  return definition.resources.map(({ name }) => name).filter((name) => wantedOf(each, name)?.state === 'up');
};

const all = ['db', 'web', 'jobs', 'page', 'log'];
const saturday = { days: ['sat'], from: '10:00', until: '14:00' };
const visit = part('start', '2026-11-19T22:00', ['web']);

// The schedule: up on weekdays at 8, down every day at 20. 2026-11-19 is a Thursday.
describe('somebody asks for some resources alone', () => {
  it.each<[string, now: string, Said, due: string[]]>([
    ['are up with what they need, and nothing else is', '2026-11-19T23:00', { reports: [visit] }, ['db', 'web']],
    ['stay up until the next slot', '2026-11-20T07:59', { reports: [visit] }, ['db', 'web']],
    ['go with everything from the next slot on', '2026-11-20T08:00', { reports: [visit] }, all],
    ['are down with everything in the evening', '2026-11-20T20:00', { reports: [visit] }, []],
    [
      'stay up over a day without a start',
      '2026-11-21T12:00',
      { reports: [part('start', '2026-11-20T22:00', ['web'])] },
      ['db', 'web'],
    ],
    [
      'take down with them what needs them',
      '2026-11-20T12:00',
      { reports: [part('stop', '2026-11-20T10:00', ['web'])] },
      ['db', 'jobs', 'log'],
    ],
    [
      'go by the newer of two words',
      '2026-11-19T23:30',
      { reports: [part('stop', '2026-11-19T23:00', ['db']), visit] },
      [],
    ],
    [
      'count beside a hold that is older',
      '2026-11-19T23:00',
      { reports: [visit], overrides: [hold('down', '2026-11-19T21:00', '2026-11-20T21:00')] },
      ['db', 'web'],
    ],
    [
      'give way to a hold that is newer',
      '2026-11-19T23:30',
      { reports: [visit], overrides: [hold('down', '2026-11-19T23:00', '2026-11-20T21:00')] },
      [],
    ],
    [
      'count nothing where the scheduler ran them',
      '2026-11-19T23:00',
      { reports: [part('start', '2026-11-19T22:00', ['web'], 'schedule')] },
      [],
    ],
  ])('resources that a person asked for %s', (_, now, said, due) => expect(up(now, said)).toEqual(due));

  it('a run of some resources that died counts as long as its lease says what it was asked for', () => {
    const lease = {
      run: 'r',
      action: 'start' as const,
      until: 0,
      requestedBy: 'ana',
      since: local('2026-11-19T22:00'),
      only: ['jobs'],
    };
    const each = wantedEach(staging(), { reports: [], overrides: [], lease }, local('2026-11-19T23:00'));
    expect([...(each.groups.find(({ wanted }) => wanted.by === 'ana')?.names ?? [])]).toEqual(['db', 'jobs']);
  });
});

describe('a resource with a week of its own', () => {
  const own = staging({ web: [saturday] });
  const night = staging({ web: [{ days: ['fri'], from: '22:00', until: '02:00' }] });
  const closed = staging(
    { web: [saturday] },
    { calendars: [{ name: 'h', closed: [{ from: '2026-11-21', to: '2026-11-21', name: 'holiday' }] }] },
  );
  it.each<[string, now: string, Said, due: string[]]>([
    ['is down before', '2026-11-21T09:59', { definition: own }, []],
    ['is up with what it needs when it begins', '2026-11-21T10:00', { definition: own }, ['db', 'web']],
    ['is up until the last minute', '2026-11-21T13:59', { definition: own }, ['db', 'web']],
    ['is down when it ends', '2026-11-21T14:00', { definition: own }, []],
    ['sleeps on the Sunday', '2026-11-22T12:00', { definition: own }, []],
    ['stays up over midnight', '2026-11-21T01:59', { definition: night }, ['db', 'web']],
    ['ends after midnight', '2026-11-21T02:00', { definition: night }, []],
    ['sleeps on a closed day', '2026-11-21T12:00', { definition: closed }, []],
    [
      'is kept down by a hold',
      '2026-11-21T12:00',
      { definition: own, overrides: [hold('down', '2026-11-20T21:00', '2026-11-22T21:00')] },
      [],
    ],
    [
      'sleeps when somebody stopped it by its name',
      '2026-11-21T12:00',
      { definition: own, reports: [part('stop', '2026-11-21T11:00', ['web'])] },
      [],
    ],
    [
      'is awake the next time again',
      '2026-11-28T12:00',
      { definition: own, reports: [part('stop', '2026-11-21T11:00', ['web'])] },
      ['db', 'web'],
    ],
    [
      'never sleeps where it is always awake',
      '2026-11-22T03:00',
      { definition: staging({ page: 'always' }) },
      ['db', 'web', 'page'],
    ],
    ['goes with everything while that is up', '2026-11-20T12:00', { definition: own }, all],
    [
      'is off with its schedule',
      '2026-11-21T12:00',
      { definition: { ...own, schedule: { ...own.schedule, enabled: false } } },
      [],
    ],
  ])('%s', (_, now, said, due) => expect(up(now, said)).toEqual(due));

  it('what two of them need stays up until the second ends, and is due down since then', () => {
    const definition = staging({ web: [saturday], jobs: [{ days: ['sat'], from: '11:00', until: '16:00' }] });
    expect(up('2026-11-21T13:00', { definition })).toEqual(['db', 'web', 'jobs']);
    expect(up('2026-11-21T14:00', { definition })).toEqual(['db', 'jobs']);
    const each = wantedEach(definition, { reports: [], overrides: [] }, local('2026-11-21T16:30'));
    const since = ['db', 'web', 'jobs', 'log'].map((name) => wantedOf(each, name)?.since);
    expect(since).toEqual(['2026-11-21T16:00', '2026-11-21T14:00', '2026-11-21T16:00', '2026-11-20T20:00'].map(local));
  });

  it('what a clock change leaves nothing of is no time', () => {
    const zone = {
      timeZone: 'Europe/Berlin',
      resources: resources({ log: [{ days: ['sun'], from: '02:15', until: '03:00' }] }),
    };
    const each = wantedEach(
      { ...staging(), ...zone },
      { reports: [], overrides: [] },
      Date.parse('2026-03-29T01:20:00Z'),
    );
    expect(wantedOf(each, 'log')?.state).toBe('down');
  });
});

const moments = fc.integer({ min: local('2026-11-16T00:00'), max: local('2026-11-29T00:00') });
const asked = fc.record({
  action: fc.constantFrom('start' as const, 'stop' as const),
  at: moments,
  only: fc.subarray(all, { minLength: 1 }),
});

it('whatever people ask for: what is due up has all that it needs, and what was not named goes with the environment', () =>
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 6 }), moments, fc.boolean(), (words, nowMs, isAwake) => {
      const definition = staging(
        isAwake ? { page: [saturday], jobs: [{ days: ['fri'], from: '18:00', until: '03:00' }] } : {},
      );
      const reports = words
        .filter(({ at }) => at <= nowMs)
        .map(({ action, at, only }) => ({
          ...part(action, '2026-11-16T00:00', only),
          startedAt: new Date(at).toISOString(),
        }));
      const each = wantedEach(definition, { reports, overrides: [] }, nowMs);
      const isUp = (name: string): boolean => wantedOf(each, name)?.state === 'up';
      for (const { name, dependsOn } of definition.resources)
        if (isUp(name)) expect(dependsOn.filter(isUp)).toEqual(dependsOn);
      const named = new Set(reports.flatMap((one) => one.resources.map(({ resource }) => resource)));
      if (!isAwake)
        for (const { name } of definition.resources)
          if (!named.has(name)) expect(wantedOf(each, name)).toBe(each.whole);
    }),
  ));
