import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fitsPattern } from '#core/name-pattern.ts';
import type { NotificationRoute, Notifications } from '#definition/definition.ts';
import { routeNotification } from '#notify/routing/route-notification.ts';

const staging = { channel: '#staging', webhookSecret: 'staging' };
const money = { channel: '#money', webhookSecret: 'money' };

const notifications = (...routes: readonly NotificationRoute[]): Notifications => ({
  slack: staging,
  routes,
  runbooks: [],
});

type About = Parameters<typeof routeNotification>[0];
const about = (more: Partial<About> = {}): About => ({
  source: 'alarm',
  name: 'atlas-scoring-high-cpu',
  severity: 'error',
  state: 'alarm',
  ...more,
});

const budget = about({ source: 'budget', name: 'atlas monthly', severity: 'warning' });

describe('a message takes the first route that fits', () => {
  test.each<[when: NotificationRoute['when'], of: About, fits: boolean]>([
    [{ source: ['alarm'] }, about(), true],
    [{ source: ['budget', 'alarm'] }, about(), true],
    [{ source: ['budget'] }, about(), false],
    [{ name: ['*-high-cpu'] }, about(), true],
    [{ name: ['x', 'atlas-*'] }, about(), true],
    [{ name: ['high-cpu'] }, about(), false],
    [{ severity: ['critical', 'error'] }, about(), true],
    [{ severity: ['critical'] }, about(), false],
    [{ state: ['ok'] }, about({ state: 'ok' }), true],
    [{ state: ['alarm'] }, about({ state: 'insufficient-data' }), false],
    [{ budget: ['*'] }, budget, true],
    [{ budget: ['atlas *'] }, budget, true],
    [{ budget: ['*'] }, about(), false],
    [{ source: ['alarm'], severity: ['critical'] }, about(), false],
    [{ source: ['alarm'], state: ['alarm'], name: ['*cpu'] }, about(), true],
  ])('a route with the condition %j takes the message %j: %s', (when, of, fits) => {
    const { route, to } = routeNotification(of, notifications({ name: 'special', when, slack: money }));

    expect({ route, to }).toEqual({
      route: fits ? 'special' : 'default',
      to: [{ kind: 'slack', ...(fits ? money : staging) }],
    });
  });

  it('a message takes the first route that fits, and no later one', () => {
    const routes = notifications(
      { name: 'first', when: { name: ['*cpu'] }, slack: money },
      { name: 'second', when: { source: ['alarm'] } },
    );

    expect(routeNotification(about(), routes).route).toBe('first');
    expect(routeNotification(about({ name: 'x' }), routes).route).toBe('second');
  });

  it('a message goes to the default channel where its route has none of its own, and says why', () => {
    const routes = notifications({ name: 'calls', when: { source: ['alarm'], severity: ['error'] } });

    expect(routeNotification(about(), routes)).toEqual({
      route: 'calls',
      to: [{ kind: 'slack', ...staging }],
      reason: 'source is alarm, severity is error',
    });
  });
});

describe('people', () => {
  const routes = notifications({
    name: 'calls',
    when: { source: ['alarm'] },
    mention: 'S012AB3CD',
    emailCopy: 'on-call',
  });

  it('people are called and get a copy where the route says so', () => {
    expect(routeNotification(about(), routes)).toMatchObject({ mention: 'S012AB3CD', emailCopy: 'on-call' });
    expect(routeNotification(budget, routes)).not.toHaveProperty('mention');
  });

  it('people are not called for a return to normal', () => {
    const chosen = routeNotification(about({ state: 'ok', severity: 'info' }), routes);

    expect(chosen).toMatchObject({ route: 'calls', emailCopy: 'on-call' });
    expect(chosen).not.toHaveProperty('mention');
  });
});

describe('a pattern', () => {
  test.each([
    ['', '', true],
    ['', '*', true],
    ['abc', '*', true],
    ['abc', 'a*c', true],
    ['abc', '*b*', true],
    ['ac', 'a*c', true],
    ['a', 'a*a', false],
    ['aba', 'a*ab*', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['x-cpu', '*-cpu', true],
    ['x-cpu-2', '*-cpu', false],
    ['abXcdXef', 'ab*X*ef', true],
  ])('the name %j fits the pattern %j: %s', (name, pattern, fits) => {
    expect(fitsPattern(name, pattern)).toBe(fits);
  });

  it('a pattern means the same as the regular expression that one would write', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(words, words, (name, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '[^]*')}$`);
        expect(fitsPattern(name, pattern)).toBe(expression.test(name));
      }),
    );
  });

  it('a pattern takes no longer for a hostile name', () => {
    expect(fitsPattern('a'.repeat(200_000), `${'*a'.repeat(120)}*b`)).toBe(false);
  });
});
