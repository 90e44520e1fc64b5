// What an alarm says about what it watches: queries of Prometheus, tags, series, and accounts.
import { expect, it, test } from 'vitest';
import { present } from '#notify/routing/present.ts';
import { staging } from '#test/shared/notify/presented.ts';

const topic = 'arn:aws:sns:us-east-1:111111111111:alarms';
const definition = {
  ...staging,
  notifications: { ...staging.notifications, accounts: { '222222222222': 'production' } },
};

const shown = (body: object): string =>
  JSON.stringify(
    present({ id: 'm', topicArn: topic, body: JSON.stringify(body) }, { known: [definition], fallback: definition })
      .message,
  );

const alarm = (more: object): object => ({
  AlarmName: 'latency',
  AWSAccountId: '111111111111',
  NewStateValue: 'ALARM',
  ...more,
});
const promQl = { Query: 'histogram_quantile(0.99, rate(latency_bucket[5m])) > 2', PendingPeriod: 300 };

const event = (detail: object): object => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  account: '111111111111',
  region: 'us-east-1',
  time: '2026-11-20T15:04:00Z',
  resources: ['arn:aws:cloudwatch:us-east-1:111111111111:alarm:latency'],
  detail: { alarmName: 'latency', state: { value: 'ALARM' }, ...detail },
});

test.each([
  [
    'SNS, in the trigger',
    alarm({ Trigger: { EvaluationCriteria: { PromQLCriteria: promQl }, EvaluationInterval: 60 } }),
  ],
  ['SNS, beside it', alarm({ EvaluationCriteria: { PromQLCriteria: promQl }, EvaluationInterval: 60 })],
  [
    'EventBridge',
    event({ configuration: { evaluationCriteria: { promQLCriteria: { query: promQl.Query, pendingPeriod: 300 } } } }),
  ],
])('an alarm on a query of Prometheus says the query, by %s', (_door, body) => {
  expect(shown(body)).toContain('`histogram_quantile(0.99, rate(latency_bucket[5m])) &gt; 2` for 5 min');
});

it('the message of an alarm shows the tags that the alarm sends along, escaped', () => {
  const AlarmTags = [{ Key: 'team', Value: 'payments <!channel>' }];

  expect(shown(alarm({ AlarmTags }))).toContain('*Tags:* team payments &lt;!channel&gt;');
  expect(shown(event({ alarmTags: [{ Key: 'team', Value: 'payments' }] }))).toContain('*Tags:* team payments');
});

it('the message of an alarm shows all attributes of the series that breached, of which the first line has room for three', () => {
  const AlarmContributorAttributes = { a: '1', b: '2', c: '3', d: '4' };
  const Trigger = { Metrics: [{ Id: 'q1', Expression: 'SELECT MAX(Age) FROM Shop GROUP BY a, b, c, d' }] };
  const message = shown(alarm({ AlarmContributorId: 'x', AlarmContributorAttributes, Trigger }));

  expect(message).toContain('is in alarm for a 1, b 2, c 3 ·');
  expect(message).toContain('a 1, b 2, c 3, d 4');
});

test.each([
  ['that is ours is not said', '111111111111', undefined],
  ['of another is said', '333333333333', '· 333333333333 ·'],
  ['of another is called by its alias', '222222222222', '· production (222222222222) ·'],
])('the account of an alarm %s', (_what, AWSAccountId, said) => {
  const message = shown(
    alarm({ AWSAccountId, AlarmArn: `arn:aws:cloudwatch:us-east-1:${AWSAccountId}:alarm:latency` }),
  );

  if (said === undefined) expect(message).not.toContain(AWSAccountId);
  else expect(message).toContain(said);
});

it('the message of an alarm says of which account a shared metric is', () => {
  const MetricStat = {
    Metric: { Namespace: 'AWS/SQS', MetricName: 'Visible', Dimensions: [] },
    Period: 60,
    Stat: 'Sum',
  };
  const Metrics = [{ Id: 'm1', AccountId: '222222222222', MetricStat, ReturnData: true }];

  expect(shown(alarm({ Trigger: { Metrics, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' } }))).toContain(
    '*sum Visible &gt; 5* of account production (222222222222)',
  );
});
