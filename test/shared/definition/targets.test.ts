// Where messages go, by what a definition says.
import { describe, expect, it } from 'vitest';
import type { NotificationRoute, Notifications } from '#definition/definition.ts';
import { allTargets, keyOf, secretOf, targetsOf } from '#definition/targets.ts';

const slack = { channel: '#prod', webhookSecret: 'hook' };
const jira = { site: 'example.atlassian.net', project: 'OPS', secret: 'jira' };
const base = { routes: [], runbooks: [] };
const route = (more: Omit<NotificationRoute, 'name' | 'when'>): NotificationRoute => ({
  name: 'special',
  when: { source: ['rds'] },
  ...more,
});
const keys = (notifications: Omit<Notifications, 'routes' | 'runbooks'>, of?: NotificationRoute) =>
  targetsOf({ ...base, ...notifications }, of).map(keyOf);

describe('a message', () => {
  it.each<[string, Omit<Notifications, 'routes' | 'runbooks'>, NotificationRoute | undefined, string[]]>([
    ['Slack, if there is Slack', { slack, jira }, undefined, ['hook']],
    ['the only destination', { jira }, undefined, ['jira|example.atlassian.net|OPS']],
    ['what `to` says', { slack, email: { topic: 'mail' }, to: ['email'] }, undefined, ['email|mail']],
    ['the default of a route without one', { slack }, route({}), ['hook']],
    ['the settings of the route', { slack }, route({ slack: { ...slack, webhookSecret: 'own' } }), ['own']],
    [
      'what the route says',
      { slack, pagerduty: { secret: 'p' } },
      route({ to: ['pagerduty', 'slack'] }),
      ['pagerduty|p', 'hook'],
    ],
    [
      'its own before the common',
      { slack, teams: { secret: 'a' } },
      route({ to: ['teams'], teams: { secret: 'b' } }),
      ['teams|b'],
    ],
  ])('a message goes to %s', (_what, notifications, of, expected) => {
    expect(keys(notifications, of)).toEqual(expected);
  });
});

it('the targets of messages name every secret that it takes to reach them, once', () => {
  const routes = [route({ pagerduty: { secret: 'p' } }), route({ slack: { channel: '#x', botTokenSecret: 'bot' } })];
  const all = allTargets({
    notifications: { ...base, slack, email: { topic: 'mail' }, to: ['slack', 'email'], routes },
  });

  expect(all.map(secretOf)).toEqual(['hook', undefined, 'p', 'bot']);
});
