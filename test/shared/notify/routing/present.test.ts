// What a reader is told beside the message: environment, links, the next slot.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { present, presentAll } from '#notify/routing/present.ts';
import { operatorTopic } from '#test/shared/notify/presented.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';

const staging = definitionOf('staging');
const withNotifications = (more: Partial<Definition['notifications']>): Definition => ({
  ...staging,
  notifications: { ...staging.notifications, routes: [], rules: [], ...more },
});

const alarm = (more: Record<string, unknown> = {}) => ({
  id: 'm',
  body: JSON.stringify({
    AlarmName: 'shop-cpu',
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: '2026-11-20T15:04:11.000+0000',
    Region: 'US East (N. Virginia)',
    AlarmArn: `arn:aws:cloudwatch:${staging.region}:123456789012:alarm:shop-cpu`,
    Trigger: { MetricName: 'CPUUtilization', Namespace: 'AWS/ECS', Dimensions: [] },
    ...more,
  }),
});
const elsewhere = { AlarmArn: 'arn:aws:cloudwatch:ap-south-1:123456789012:alarm:shop-cpu' };
const textOf = (received: ReturnType<typeof alarm>, definition: Definition) =>
  JSON.stringify(present(received, { known: [], fallback: definition }).message);

describe('a presented message', () => {
  const linked = withNotifications({
    dashboard: 'shop-board',
    runbooks: [
      { name: 'blog-*', url: 'https://run.example/blog' },
      { name: 'shop-*', url: 'https://run.example/shop' },
    ],
    logs: [{ name: 'shop-*', group: '/shop/logs' }],
  } as Partial<Definition['notifications']>);

  it('a presented message links to the dashboard, the logs and the first runbook that fits', () => {
    const text = textOf(alarm(), linked);

    expect(text).toContain('dashboards/dashboard/shop-board');
    expect(text).toContain('run.example/shop');
    expect(text).not.toContain('run.example/blog');
    expect(text).toContain('log-groups/log-group/');
  });

  it('a presented message from another region links to no dashboard and no logs of this one, and names no environment', () => {
    const text = textOf(alarm(elsewhere), linked);

    expect(text).not.toContain('shop-board');
    expect(text).not.toContain('log-groups/log-group/');
    expect(text).toContain('run.example/shop');
    expect(present(alarm(elsewhere), { known: [], fallback: linked })).not.toHaveProperty('environment');
  });

  it('a presented message without any of these has none of them', () => {
    const text = textOf(alarm(), withNotifications({ runbooks: [] }));

    expect(text).not.toContain('example');
    expect(text).not.toContain('undefined');
  });

  it('a presented message names the environment whose topics it came by, unless it is about the whole account', () => {
    const budget = {
      id: 'm',
      subject: 'AWS Budgets: monthly has exceeded your alert threshold',
      body: 'AWS Budget Notification',
    };

    expect(present(alarm(), { known: [], fallback: staging }).environment).toBe('staging');
    expect(present(budget, { known: [], fallback: staging }).environment).toBeUndefined();
  });

  it('a presented message has the severity of its route, and is rendered once for each', () => {
    const definition = withNotifications({
      routes: [
        { name: 'loud', when: { source: ['alarm'] }, severity: 'critical', continue: true },
        { name: 'quiet', when: { source: ['alarm'] }, slack: { channel: '#quiet', webhookSecret: 'quiet' } },
      ],
    });
    const found = presentAll(alarm(), { known: [], fallback: definition });

    expect(found.map(({ route, notification }) => [route.route, notification.severity])).toEqual([
      ['loud', 'critical'],
      ['quiet', expect.not.stringMatching('critical')],
    ]);
  });

  it('a presented message is routed by its subject and text, and by when it was sent', () => {
    const timed = (when: object) => withNotifications({ routes: [{ name: 'special', when }] });
    const routed = (definition: Definition, more: { subject?: string; sentAt?: string } = {}) =>
      present({ ...alarm(), ...more }, { known: [], fallback: definition }).route.route;

    expect(routed(timed({ text: ['threshold crossed'] }))).toBe('special');
    expect(routed(timed({ text: ['hello*alarmname'] }), { subject: 'Hello' })).toBe('special');
    expect(routed(timed({ text: ['undefined'] }))).toBe('default');
    const utc = { ...timed({ time: { from: '15:00', to: '15:10' } }), timeZone: 'UTC' };
    expect(routed(utc)).toBe('special');
    expect(routed(utc, { sentAt: '2026-11-20T15:30:00Z' })).toBe('default');
    const owned = timed({ environment: ['staging'] });
    expect(routed(owned)).toBe('default');
  });

  it('a presented message that looks like one of Curfew and is not says so', () => {
    const body = JSON.stringify({ kind: 'curfew-report', run: 'x' });
    const fake = present({ id: 'm', body }, { known: [], fallback: staging });

    expect(fake.isImitation).toBe(true);
    expect(present(alarm(), { known: [], fallback: staging }).isImitation).toBe(false);
    expect(present({ id: 'm', body: '{"hello":1}' }, { known: [], fallback: staging }).isImitation).toBe(false);
  });

  it.each([
    ['08:00 of the definition', '2026-11-20T08:00:00-03:00', true],
    ['another time than the definition by now has', '2026-11-20T09:00:00-03:00', false],
  ])('a presented stop says when the next start begins that is to be ready by %s', (_, readyBy, isTold) => {
    const start = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '08:00', notBefore: '06:00' } as const;
    const definition = { ...staging, schedule: { ...staging.schedule, start } } as Definition;
    const report = JSON.parse(readFileSync('test/fixtures/reports/done-stop.json', 'utf8'));
    const nextStart = { begins: '2026-11-20T07:41:00-03:00', readyBy };
    const body = JSON.stringify({ ...report, endedAt: '2026-11-19T20:07:00-03:00', nextStart });
    const { message } = present(
      { id: 'm', topicArn: operatorTopic, body },
      { known: [definition], fallback: definition },
    );

    expect(/next start begins .*07:41.*, ready by .*08:00/.test(JSON.stringify(message))).toBe(isTold);
    expect(JSON.stringify(message)).toContain('next start');
  });
});
