// What routes, expectations and storms go by: what a message is about, and what two messages have in common.
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { amountOf, percentOf } from '#notify/recognition/amount.ts';
import { identitiesOfDimensions } from '#kinds/dimensions.ts';
import { identitiesOfArns } from '#notify/recognition/arn.ts';
import { instantOf } from '#notify/recognition/fields.ts';
import { receivedIn } from '#notify/recognition/received.ts';
import { contentOf, recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { type Notification, sourceOf } from '#notify/sources.ts';
import { expectPostable } from '#test/shared/notify/arbitrary.ts';
import { presented } from '#test/shared/notify/presented.ts';

const recognised = (name: string): Notification => {
  const [received] = receivedIn(JSON.parse(readFileSync(`test/fixtures/notifications/${name}.json`, 'utf8')));
  if (!received) throw new Error(`${name} holds no message`);
  return recogniseNotification(received);
};

const alarm = (more: object = {}): Notification =>
  recogniseNotification({
    id: 'm',
    body: JSON.stringify({
      AlarmName: 'cpu',
      NewStateValue: 'ALARM',
      StateChangeTime: '2026-11-20T15:04:11.435+0000',
      ...more,
    }),
  });

it('a notification is read through three layers of JSON in JSON, and no more', () => {
  const layers = (count: number) => {
    let body = JSON.stringify({ hello: 1 });
    for (let layer = 0; layer < count; layer++) body = JSON.stringify(body);
    return contentOf(body).json;
  };

  expect([0, 1, 2, 3].map(layers)).toEqual([{ hello: 1 }, { hello: 1 }, { hello: 1 }, undefined]);
});

describe('a notification says what it is about', () => {
  test.each<[fixture: string, facts: Partial<Notification>]>([
    [
      'metric-alarm',
      { source: 'alarm', severity: 'error', state: 'alarm', resources: ['poc-atlas-dev/poc-atlas-dev-scoring'] },
    ],
    ['metric-alarm-ok', { severity: 'info', state: 'ok', region: 'us-east-1', account: '123456789012' }],
    ['metric-alarm-insufficient-data', { severity: 'warning', state: 'insufficient-data' }],
    ['metric-alarm-china', { region: 'cn-north-1', resources: ['orders'] }],
    ['metric-math-alarm', { name: 'poc-atlas-dev-alb-5xx-share', at: '2026-11-20T15:04:11.435Z' }],
    ['contributor-alarm', { contributor: '6d442278dba546f6' }],
    ['budget-actual', { source: 'budget', severity: 'error', name: 'poc-atlas monthly', account: '123456789012' }],
    ['budget-forecasted', { severity: 'warning' }],
    [
      'rds-stopped',
      { source: 'rds', severity: 'info', resources: ['poc-atlas-dev-camunda'], at: '2026-11-20T15:04:11.120Z' },
    ],
    ['aurora-seven-day-restart', { severity: 'warning', resources: ['poc-atlas-dev-reports'] }],
    ['elasticache-failover', { resources: ['poc-atlas-dev-valkey-001', 'poc-atlas-dev-valkey'], region: 'us-east-1' }],
    ['ecs-task-stopped', { source: 'ecs', severity: 'error', resources: ['poc-atlas-dev/poc-atlas-dev-camunda'] }],
    ['ecs-task-without-group', { severity: 'info', resources: [] }],
    ['ecs-service-action', { severity: 'error', resources: ['poc-atlas-dev/poc-atlas-dev-scoring'] }],
    ['msk-api-call', { source: 'msk', resources: ['poc-atlas-dev-msk'] }],
    ['health-issue', { source: 'health', severity: 'error', state: 'alarm' }],
    ['health-issue-over', { severity: 'info', state: 'ok' }],
    ['guardduty-critical-without-service', { severity: 'critical' }],
    ['lambda-failure', { source: 'failure', name: 'curfew-staging-reconcile' }],
    ['dead-letter', { source: 'failure', name: 'poc-atlas-dev-scoring-high-cpu' }],
    ['curfew-report-partial', { source: 'curfew', severity: 'warning', environment: 'staging' }],
    ['text', { source: 'text', severity: 'warning', name: 'Certificate check' }],
  ])('the notification %s says what it is about: %j', (fixture, facts) => {
    expect(recognised(fixture)).toMatchObject(facts);
  });
});

describe('two notifications', () => {
  it('two notifications are about the same in another state when an alarm recovers', () => {
    const [bad, good] = [recognised('metric-alarm'), recognised('metric-alarm-ok')];

    expect(good.about).toBe(bad.about);
    expect(good.groupKey).not.toBe(bad.groupKey);
  });

  it('two notifications are the same through whichever door they came', () => {
    const doors = ['metric-alarm', 'alarm-eventbridge', 'alarm-direct-lambda'].map(recognised);

    expect(new Set(doors.map(({ groupKey }) => groupKey)).size).toBe(1);
  });

  it('two notifications stay apart for different series, accounts, regions and names of one alarm', () => {
    const all = [
      alarm(),
      alarm({ AlarmContributorId: 'a' }),
      alarm({ AlarmContributorId: 'b' }),
      alarm({ AlarmContributorAttributes: { endpoint: '/a' } }),
      alarm({ AlarmContributorAttributes: { endpoint: '/b' } }),
      alarm({ AWSAccountId: '111122223333' }),
      alarm({ AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu' }),
      alarm({ AlarmName: 'memory' }),
    ];

    expect(new Set(all.map(({ about }) => about)).size).toBe(all.length);
  });

  it('two notifications cannot be made to look the same by a name with the separator in it', () => {
    const [one, other] = [alarm({ AlarmName: 'a|b' }), alarm({ AlarmName: 'a', AlarmContributorId: 'b' })];

    expect(one.about).not.toBe(other.about);
  });
});

describe.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a word that every object knows, %s,',
  (word) => {
    it.each([
      { source: word, 'detail-type': word, detail: { [word]: word } },
      { source: 'aws.ecs', 'detail-type': 'ECS Service Action', detail: { eventType: word, eventName: word } },
      { source: 'aws.health', 'detail-type': 'x', detail: { eventTypeCode: word, eventTypeCategory: word } },
      { requestContext: { functionArn: word, condition: word } },
      {
        AlarmName: word,
        NewStateValue: word,
        Trigger: { MetricName: word, Statistic: word, Unit: word, Threshold: 1 },
      },
      { AlarmName: word, NewStateValue: word, Trigger: { MetricName: word, ComparisonOperator: word } },
    ])('a word that every object knows is a word like any other in %j', (event) => {
      const { notification, message } = presented({ id: 'm', body: JSON.stringify(event) });

      expect(
        [notification.severity, notification.source, notification.state].every((one) => typeof one === 'string'),
      ).toBe(true);
      expectPostable(message);
    });
  },
);

test.each([
  ['metric-alarm', true],
  ['ecs-task-stopped', false],
  ['rds-stopped', true],
  ['elasticache-failover', false],
  ['rds-seven-day-restart', false],
  ['aurora-seven-day-restart', false],
  ['budget-actual', false],
  ['cost-anomaly', false],
  ['guardduty-finding', false],
  ['health-issue', false],
  ['lambda-failure', false],
  ['dead-letter', false],
  ['curfew-report-partial', false],
  ['curfew-notice', false],
  ['text', false],
])('%s may be caused by a planned downtime: %s', (fixture, may) => {
  const found = recognised(fixture);

  expect(sourceOf(found).policy.mayBeExpected(found)).toBe(may);
});

test.each([
  ['arn:aws:rds:us-east-1:123456789012:db:orders', ['orders']],
  ['arn:aws:rds:us-east-1:123456789012:snapshot:orders', []],
  ['arn:aws:ecs:us-east-1:123456789012:service/atlas/scoring', ['atlas/scoring']],
  ['arn:aws:ecs:us-east-1:123456789012:task/atlas/0123', []],
  ['arn:aws:kafka:us-east-1:123456789012:cluster/msk/0f3d-2', ['msk']],
  ['arn:aws:kafkaconnect:us-east-1:123456789012:connector/sink/0f3d-2', ['sink']],
  ['arn:aws:elasticache:us-east-1:123456789012:cluster:valkey-0001-002', ['valkey-0001-002', 'valkey']],
  ['arn:nonsense', []],
])('the ARN %s names the resources %j', (arn, identities) => {
  expect(identitiesOfArns([arn])).toEqual(identities);
});

it('the identity of what an alarm watches is found among its dimensions', () => {
  const dimensions = [
    { name: 'ClusterName', value: 'atlas' },
    { name: 'ServiceName', value: 'scoring' },
    { name: 'Cluster Name', value: 'msk' },
    { name: 'Broker ID', value: '1' },
  ];

  expect(identitiesOfDimensions(dimensions)).toEqual(['msk', 'atlas/scoring']);
});

test.each([
  ['$1,312.07', { value: 1312.07, unit: '$' }],
  ['$100', { value: 100, unit: '$' }],
  ['96 Hrs', { value: 96, unit: 'Hrs' }],
  ['61.3%', { value: 61.3, unit: '%' }],
  ['1.234,56 EUR', { value: 1234.56, unit: 'EUR' }],
  ['12 34', undefined],
  ['$1,2,3', undefined],
  ['', undefined],
])('the amount %j is %j', (text, amount) => {
  expect(amountOf(text)).toEqual(amount);
});

test.each([
  ['$45.10', '$40.00', 112.75],
  ['96 Hrs', '$120', undefined],
  ['$1', '$0', undefined],
  [undefined, '$1', undefined],
])('%j of %j is %j percent', (part, whole, percent) => {
  expect(percentOf(part, whole)).toEqual(percent);
});

test.each([
  ['2026-03-01T04:12:07.086+0000', '2026-03-01T04:12:07.086Z'],
  ['2026-11-02 05:10:00.120', '2026-11-02T05:10:00.120Z'],
  ['Fri, 20 Nov 2026 14:30:00 GMT', '2026-11-20T14:30:00.000Z'],
  ['2026-13-45T99:00:00Z', undefined],
  ['yesterday', undefined],
  ['Fri Nov 20 2026 (<!channel>)', undefined],
])('the time %j is %j', (text, iso) => {
  expect(instantOf(text)).toBe(iso);
});
