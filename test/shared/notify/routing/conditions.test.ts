// What a route can ask for, and how several routes hear of one message.
import { describe, expect, it, test } from 'vitest';
import type { NotificationRoute, Notifications, RouteCondition } from '#definition/definition.ts';
import type { About, Around } from '#notify/routing/conditions.ts';
import { passedBy, routesFor, severityByRule } from '#notify/routing/route-notification.ts';

const about: About = {
  ...{ source: 'alarm', name: 'shop-cpu', severity: 'error', state: 'alarm' },
  ...{ account: '222222222222', region: 'eu-west-1' },
  facets: {
    tags: [
      { name: 'team', value: 'payments' },
      { name: 'tier', value: '1' },
    ],
    dimensions: [{ name: 'ServiceName', value: 'shop-web' }],
    namespaces: ['AWS/ECS'],
    attributes: [{ name: 'kind', value: 'page' }],
    topic: 'arn:aws:sns:eu-west-1:111111111111:prod-security',
  },
};
// A Friday, 23:30 in São Paulo.
const around: Around = {
  ...{ environment: 'prod', timeZone: 'America/Sao_Paulo', atMs: Date.parse('2026-11-21T02:30:00Z') },
  ...{ text: 'The task ran OUT of memory (137)', accounts: { '222222222222': 'production' } },
};

const slack = (channel: string) => ({ channel, webhookSecret: channel });
const notifications = (routes: readonly NotificationRoute[], more: Partial<Notifications> = {}): Notifications => ({
  ...{ slack: slack('#all'), routes, runbooks: [] },
  ...more,
});
const names = (routes: readonly NotificationRoute[], of = about, by = around): string[] =>
  routesFor(of, notifications(routes), by).map(({ route }) => route);

test.each<[RouteCondition, boolean]>([
  [{ tag: { team: ['payments'] } }, true],
  [{ tag: { team: ['pay*'], tier: ['1', '2'] } }, true],
  [{ tag: { team: ['payments'], tier: ['2'] } }, false],
  [{ tag: { owner: ['*'] } }, false],
  [{ account: ['222222222222'] }, true],
  [{ account: ['prod*'] }, true],
  [{ account: ['111111111111'] }, false],
  [{ region: ['eu-*'] }, true],
  [{ region: ['us-*'] }, false],
  [{ environment: ['prod'] }, true],
  [{ environment: ['staging'] }, false],
  [{ namespace: ['AWS/*'] }, true],
  [{ namespace: ['Shop'] }, false],
  [{ dimension: { ServiceName: ['shop-*'] } }, true],
  [{ dimension: { ServiceName: ['scoring'] } }, false],
  [{ attribute: { kind: ['page'] } }, true],
  [{ attribute: { kind: ['mail'] } }, false],
  [{ topic: ['*-security'] }, true],
  [{ topic: ['prod'] }, false],
  [{ text: ['out of memory'] }, true],
  [{ text: ['ran*memory'] }, true],
  [{ text: ['disk'] }, false],
  [{ time: { from: '22:00', to: '06:00' } }, true],
  [{ time: { from: '22:00', to: '06:00', days: ['fri'] } }, true],
  [{ time: { from: '22:00', to: '06:00', days: ['sat'] } }, false],
  [{ time: { from: '08:00', to: '20:00' } }, false],
  [{ time: { from: '23:00', to: '23:31' } }, true],
  [{ time: { from: '23:30', to: '23:31', days: ['fri'] } }, true],
  [{ time: { from: '23:30', to: '23:31', days: ['sat'] } }, false],
  [{ time: { from: '23:00', to: '23:30' } }, false],
  [{ time: { from: '23:31', to: '23:59' } }, false],
  [{ time: { from: '05:00', to: '05:00' } }, true],
  [{ text: ['disk', 'OUT OF'] }, true],
  [{ topic: ['arn:*'] }, false],
  [{ tag: { team: ['shop', 'payments'] } }, true],
  [{ tag: { team: ['payments'] }, region: ['us-*'] }, false],
])('a route with the condition %j takes the message: %s', (when, fits) => {
  expect(names([{ name: 'special', when }])).toEqual([fits ? 'special' : 'default']);
});

test.each([
  ['2026-11-21T08:59:00Z', true, 'the last minute of the night that began on Friday'],
  ['2026-11-21T09:00:00Z', false, 'its end'],
  ['2026-11-21T00:59:00Z', false, 'before its beginning'],
  ['2026-11-21T01:00:00Z', true, 'its first minute'],
  ['2026-11-22T02:00:00Z', false, 'the night after'],
])('a route from 22:00 to 06:00 on Fridays takes a message at %s: %s, %s', (iso, fits) => {
  const when = { time: { from: '22:00', to: '06:00', days: ['fri'] as const } };

  expect(names([{ name: 'night', when }], about, { ...around, atMs: Date.parse(iso) })).toEqual([
    fits ? 'night' : 'default',
  ]);
});

it('a condition asks in vain for what is not known of a message', () => {
  const bare: About = { source: 'text', name: 'x', severity: 'info', state: 'event' };
  for (const when of [
    { account: ['*'] },
    { region: ['*'] },
    { topic: ['*'] },
    { environment: ['*'] },
    { tag: { a: ['*'] } },
  ])
    expect(names([{ name: 'special', when }], bare, {})).toEqual(['default']);
  expect(names([{ name: 'special', when: { time: { from: '00:00', to: '23:59' } } }], bare, {})).toEqual(['default']);
  expect(names([{ name: 'special', when: { namespace: ['*'] } }], bare, {})).toEqual(['default']);
  expect(names([{ name: 'special', when: { dimension: { a: ['*'] } } }], bare, {})).toEqual(['default']);
  expect(names([{ name: 'special', when: { attribute: { a: ['*'] } } }], bare, {})).toEqual(['default']);
  expect(names([{ name: 'special', when: { text: ['*'] } }], bare, {})).toEqual(['special']);
});

test.each(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)(
  'a route of the night that begins on a day, %s, takes a message of the next morning, and on its own day only of the evening',
  (day) => {
    const monday = Date.parse('2026-11-16T00:00:00Z');
    const index = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(day);
    const at = (hours: number, days?: readonly [typeof day]) =>
      names([{ name: 'night', when: { time: { from: '22:00', to: '06:00', ...(days ? { days } : {}) } } }], about, {
        atMs: monday + (index * 24 + hours) * 3_600_000,
      })[0];

    expect([at(3, [day]), at(23, [day]), at(27, [day]), at(31, [day])]).toEqual([
      'default',
      'night',
      'night',
      'default',
    ]);
    expect([at(3), at(23), at(27), at(12)]).toEqual(['night', 'night', 'night', 'default']);
  },
);

it('a condition on accounts knows them by id alone where nobody has named them', () => {
  for (const accounts of [{}, undefined])
    for (const [account, fits] of [
      ['222222222222', true],
      ['prod*', false],
    ] as const)
      expect(names([{ name: 'special', when: { account: [account] } }], about, { accounts })).toEqual([
        fits ? 'special' : 'default',
      ]);
});

it('a condition on the time is one in UTC where no zone is known, and none where the time is not', () => {
  const when = { time: { from: '02:00', to: '03:00' } };
  const at = (atMs: number) => names([{ name: 'special', when }], about, { atMs });

  expect(at(Date.parse('2026-11-21T02:30:00Z'))).toEqual(['special']);
  expect(at(Number.NaN)).toEqual(['default']);
});

describe('a route that lets others hear it too', () => {
  const audit: NotificationRoute = {
    name: 'audit',
    when: { source: ['alarm'] },
    continue: true,
    slack: slack('#audit'),
  };
  const calls: NotificationRoute = {
    name: 'calls',
    when: { severity: ['error'] },
    slack: slack('#calls'),
    mention: 'S012AB3CD',
  };

  it('a route that lets others hear it too is followed by the first that keeps it, and by none after that', () => {
    expect(names([audit, calls, { name: 'later', when: { source: ['alarm'] } }])).toEqual(['audit', 'calls']);
  });

  it('a route that lets others hear it too is followed by the default one where no other keeps it', () => {
    expect(names([audit])).toEqual(['audit', 'default']);
  });

  it('a route that lets others hear it too leads to no place twice, and calls whom the later one calls', () => {
    const found = routesFor(about, notifications([{ ...audit, slack: slack('#calls') }, calls]), around);

    expect(found).toEqual([
      expect.objectContaining({
        route: 'calls',
        to: [expect.objectContaining({ channel: '#calls' })],
        mention: 'S012AB3CD',
      }),
    ]);
  });
});

describe('a severity', () => {
  const rules = [
    { when: { name: ['*-batch'] }, severity: 'info' as const },
    { when: { tag: { tier: ['1'] } }, severity: 'critical' as const },
  ];

  it('a severity is set by the first rule that fits', () => {
    expect(severityByRule(about, notifications([], { rules }), around)).toBe('critical');
    expect(severityByRule({ ...about, name: 'x-batch' }, notifications([], { rules }), around)).toBe('info');
    expect(severityByRule({ ...about, name: 'x', facets: undefined as never }, notifications([], { rules }), {})).toBe(
      undefined,
    );
  });

  it('a severity is set by a route for itself alone, and never for a return to normal', () => {
    const quiet: NotificationRoute = { name: 'quiet', when: { source: ['alarm'] }, severity: 'info', continue: true };
    const well = { ...about, state: 'ok', severity: 'info' } as const;

    expect(routesFor(about, notifications([quiet]), around).map(({ severity }) => severity)).toEqual(['info']);
    expect(routesFor(well, notifications([{ ...quiet, severity: 'critical' }]), around)[0]).not.toHaveProperty(
      'severity',
    );
    expect(severityByRule(well, notifications([], { rules }), around)).toBe(undefined);
  });
});

it('the routing says of every route that did not take a message which condition does not hold', () => {
  const routes: NotificationRoute[] = [
    { name: 'money', when: { source: ['budget'] } },
    { name: 'team', when: { source: ['alarm'], tag: { team: ['search'] } } },
    { name: 'mine', when: { source: ['alarm'] } },
    { name: 'later', when: { source: ['rds'] } },
  ];

  expect(passedBy(about, notifications(routes), around)).toEqual([
    'not money, which requires that source is budget',
    'not team, which requires that tag team is search',
  ]);
});
