// What a chosen route brings along, in which words it is explained, and how several become one.
import { describe, expect, it, test } from 'vitest';
import type { NotificationRoute, Notifications, RouteCondition } from '#definition/definition.ts';
import { type About, describeConditions } from '#notify/routing/conditions.ts';
import { asOne, passedBy, routeNotification, routesFor } from '#notify/routing/route-notification.ts';

const slack = (channel: string) => ({ channel, webhookSecret: channel });
const target = (channel: string) => ({ kind: 'slack', ...slack(channel) });
const notifications = (routes: readonly NotificationRoute[], more: Partial<Notifications> = {}): Notifications => ({
  ...{ slack: slack('#all'), routes, runbooks: [] },
  ...more,
});
const about: About = { source: 'alarm', name: 'shop-cpu', severity: 'error', state: 'alarm' };
const well: About = { ...about, state: 'ok' };
const route = (name: string, more: Partial<NotificationRoute> = {}): NotificationRoute => ({
  name,
  when: { source: ['alarm'] },
  slack: slack(`#${name}`),
  ...more,
});
const first = (of: About, one: NotificationRoute, more: Partial<Notifications> = {}) =>
  routeNotification(of, notifications([one], more));

describe('a chosen route', () => {
  it('a chosen route has no keys but those that it says', () => {
    expect(first(about, route('plain'))).toStrictEqual({
      route: 'plain',
      to: [target('#plain')],
      reason: 'source is alarm',
    });
    expect(routeNotification({ ...about, source: 'text' }, notifications([route('plain')]))).toStrictEqual({
      route: 'default',
      to: [target('#all')],
      reason: 'no other route matches',
    });
  });

  it('a chosen route calls and rates by its own words, but not for a return to normal', () => {
    const loud = route('loud', { mention: 'S012AB3CD', severity: 'critical', emailCopy: 'on-call' });

    expect(first(about, loud)).toMatchObject({ mention: 'S012AB3CD', severity: 'critical', emailCopy: 'on-call' });
    expect(first(well, loud)).toStrictEqual({
      ...{ route: 'loud', to: [target('#loud')], emailCopy: 'on-call', reason: 'source is alarm' },
    });
  });

  it.each<[own: string | undefined, all: string | undefined, expected: number | undefined]>([
    ['30m', undefined, 30 * 60_000],
    ['4h', '1d', 4 * 3_600_000],
    [undefined, '2d', 2 * 24 * 3_600_000],
    [undefined, undefined, undefined],
    ['0m', undefined, undefined],
    ['5', undefined, undefined],
    ['', '1h', undefined],
  ])('a chosen route that repeats after %s, where all repeat after %s, does so after %s ms', (own, all, expected) => {
    const one = route('again', own === undefined ? {} : { repeatAfter: own });
    const found = first(about, one, all === undefined ? {} : { repeatAfter: all });

    expect(found.repeatMs).toBe(expected);
    expect('repeatMs' in found).toBe(expected !== undefined);
  });

  it('a chosen route groups by its own keys, else by those of all', () => {
    expect(first(about, route('a', { groupBy: ['service'] }), { groupBy: ['cluster'] }).groupBy).toEqual(['service']);
    expect(first(about, route('a'), { groupBy: ['cluster'] }).groupBy).toEqual(['cluster']);
    expect(first(about, route('a'))).not.toHaveProperty('groupBy');
    const [last] = routesFor({ ...about, source: 'text' }, notifications([], { groupBy: ['name'], repeatAfter: '1h' }));
    expect(last).toMatchObject({ route: 'default', groupBy: ['name'], repeatMs: 3_600_000 });
  });

  it('a chosen route that is the default says whether another one matched', () => {
    const found = routesFor(about, notifications([route('audit', { continue: true })]));

    expect(found.map(({ reason }) => reason)).toEqual([
      'source is alarm',
      'every matching route continues to the next one',
    ]);
  });

  it('a chosen route whose places another has is left out, unless somebody gets a copy by mail', () => {
    const same = { slack: slack('#one'), continue: true } as const;
    const names = (more: Partial<NotificationRoute>) =>
      routesFor(about, notifications([route('first', same), route('second', { ...same, ...more, continue: false })]));

    expect(names({}).map((one) => one.route)).toEqual(['first']);
    expect(names({ emailCopy: 'on-call' }).map((one) => [one.route, one.to.length])).toEqual([
      ['first', 1],
      ['second', 0],
    ]);
    expect(names({ mention: 'S012AB3CD' }).map((one) => one.route)).toEqual(['second']);
  });

  it('a chosen route with a mention keeps its place also against a later one that calls somebody else', () => {
    const calling = (name: string, mention: string) => route(name, { slack: slack('#one'), continue: true, mention });
    const found = routesFor(about, notifications([calling('first', 'S1'), calling('second', 'S2')]));

    expect(found.map(({ route: one, mention }) => [one, mention])).toEqual([
      ['first', 'S1'],
      ['default', undefined],
    ]);
  });
});

describe('several routes as one', () => {
  it('several routes as one have all places, the first mention and the first copy', () => {
    const each = [
      { route: 'a', to: [target('#a')] as never, reason: 'why a' },
      { route: 'b', to: [target('#b')] as never, reason: 'why b', mention: 'S1', emailCopy: 'x' },
      { route: 'c', to: [] as never, reason: 'why c', mention: 'S2', emailCopy: 'y' },
    ];

    expect(asOne(each)).toStrictEqual({
      route: 'a, b, c',
      to: [target('#a'), target('#b')],
      mention: 'S1',
      emailCopy: 'x',
      reason: 'why a',
    });
    expect(asOne(each.slice(0, 1))).toStrictEqual({ route: 'a', to: [target('#a')], reason: 'why a' });
    expect(asOne([])).toStrictEqual({ route: '', to: [], reason: '' });
  });
});

describe('a route that did not match', () => {
  const night = route('night', { when: { time: { from: '22:00', to: '06:00', days: ['fri', 'sat'] } } });
  const team = route('team', { when: { source: ['alarm'], tag: { team: ['payments', 'shop'], tier: ['1'] } } });
  const audit = route('audit', { continue: true });

  it('a route that did not match says what it requires, as long as no earlier one took the message', () => {
    expect(passedBy(about, notifications([night, team, audit, route('plain'), night]), {})).toEqual([
      'not night, which requires that time is 22:00 to 06:00 on fri, sat',
      'not team, which requires that tag team is payments or shop, tag tier is 1',
    ]);
    expect(passedBy(about, notifications([audit, night]), {})).toEqual([
      'not night, which requires that time is 22:00 to 06:00 on fri, sat',
    ]);
  });
});

test.each<[RouteCondition, string]>([
  [{ source: ['alarm', 'rds'] }, 'source is alarm or rds'],
  [{ time: { from: '08:00', to: '20:00' } }, 'time is 08:00 to 20:00'],
  [{ name: ['a*'], dimension: { QueueName: ['x', 'y'] } }, 'name is a*, dimension QueueName is x or y'],
])('the condition %j reads %s', (when, text) => {
  expect(describeConditions(when)).toBe(text);
});
