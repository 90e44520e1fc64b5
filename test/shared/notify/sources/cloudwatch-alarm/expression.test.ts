import { expect, it, test } from 'vitest';
import { presented } from '#test/shared/notify/presented.ts';

const metric = (Id: string, MetricName: string) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions: [] }, Period: 60, Stat: 'Sum' },
  ReturnData: false,
});
const shown = (expression: object, more: readonly object[] = []): string =>
  JSON.stringify(
    presented({
      id: 'm',
      body: JSON.stringify({
        AlarmName: 'backlog',
        NewStateValue: 'ALARM',
        Trigger: {
          Period: 60,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 5,
          Metrics: [{ ReturnData: true, ...expression }, ...more],
        },
      }),
    }).message,
  );

test.each([
  [{ Id: 'e1', Label: 'Expression1', Expression: 'm1 / m2' }, '`m1 / m2` &gt; 5 for 1 min'],
  [{ Id: 'e1', Label: 'e1', Expression: 'm1 / m2' }, '`m1 / m2` &gt; 5 for 1 min'],
  [{ Id: 'e1', Expression: 'm1 / m2' }, '`m1 / m2` &gt; 5 for 1 min'],
  [{ Id: 'e1', Expression: '100*m1/m2*60' }, '`100*m1/m2*60` &gt; 5 for 1 min'],
  [{ Id: 'e1', Label: 'Backlog per worker', Expression: 'm1 / m2' }, '*Backlog per worker &gt; 5 for 1 min*'],
  [
    { Id: 'q1', Label: 'Expression1', Expression: 'SELECT MAX(Age) FROM Shop' },
    '`SELECT MAX(Age) FROM Shop` &gt; 5 for 1 min',
  ],
])('an alarm of %j is said as %s', (expression, sentence) => {
  const message = shown(expression, [metric('m1', 'Visible'), metric('m2', 'Workers')]);

  expect(message).toContain(sentence);
  expect(message).not.toContain('Expression1');
});

it('an alarm on an expression names the metrics behind it, and the account of those that are of another', () => {
  const message = shown({ Id: 'e1', Label: 'Backlog', Expression: 'm1 / m2' }, [
    metric('m1', 'Visible'),
    { ...metric('m2', 'Workers'), AccountId: '111122223333' },
  ]);

  expect(message).toContain('`m1 / m2`');
  expect(message).toContain('• m1 = Sum Visible (AWS/SQS)');
  expect(message).toContain('• m2 = Sum Workers (AWS/SQS) of account 111122223333');
});
