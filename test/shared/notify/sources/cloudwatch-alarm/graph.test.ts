// The way from an alarm to the graph of what it watches, and to what was logged.
import { expect, it, test } from 'vitest';
import { presented } from '#test/shared/notify/presented.ts';

const shown = (alarm: object, name = 'cpu'): string =>
  JSON.stringify(
    presented({
      id: 'm',
      body: JSON.stringify({
        AlarmName: name,
        NewStateValue: 'ALARM',
        StateChangeTime: '2026-11-20T15:04:00.000+0000',
        AlarmArn: `arn:aws:cloudwatch:us-east-1:111111111111:alarm:${name}`,
        ...alarm,
      }),
    }).message,
  );
const graphOf = (alarm: object): string => /#metricsV2:graph=([^|]*)\|graph>/.exec(shown(alarm))?.[1] ?? 'no graph';
const start = "start~'2026-11-20T14*3a04*3a00.000Z~end~'2026-11-20T15*3a19*3a00.000Z";

it('the graph of an alarm draws its metric with its threshold, around the time that it is about', () => {
  const Trigger = {
    ...{ MetricName: 'CPUUtilization', Namespace: 'AWS/ECS', Statistic: 'AVERAGE', Period: 60, Threshold: 80 },
    Dimensions: [{ name: 'ServiceName', value: 'a b~c$' }],
  };

  expect(graphOf({ Trigger })).toBe(
    `~(metrics~(~(~'AWS*2fECS~'CPUUtilization~'ServiceName~'a*20b*7ec!~(stat~'Average~period~60)))~view~'timeSeries~stacked~false~region~'us-east-1~${start}~annotations~(horizontal~(~(value~80))))`,
  );
});

it('the graph of an alarm draws an expression, and hides the metrics that it is made of', () => {
  const stat = (MetricName: string) => ({
    Metric: { Namespace: 'Shop', MetricName, Dimensions: [] },
    Period: 60,
    Stat: 'Sum',
  });
  const Metrics = [
    { Id: 'e1', Expression: 'm1/m2', ReturnData: true },
    { Id: 'm1', MetricStat: stat('Failed'), ReturnData: false },
    { Id: 'm2', MetricStat: stat('All'), AccountId: '222222222222', ReturnData: false },
  ];

  expect(graphOf({ Trigger: { Metrics } })).toContain(
    "metrics~(~(~(expression~'m1*2fm2~id~'e1))~(~'Shop~'Failed~(id~'m1~stat~'Sum~period~60~visible~false))~(~'Shop~'All~(id~'m2~stat~'Sum~period~60~accountId~'222222222222~visible~false)))",
  );
});

test.each([
  ['a query of Prometheus', { Trigger: { EvaluationCriteria: { PromQLCriteria: { Query: 'up == 0' } } } }],
  ['a composite alarm', { AlarmRule: 'ALARM(a)' }],
  [
    'more metrics than fit',
    { Trigger: { Metrics: Array.from({ length: 9 }, (_, n) => ({ Id: `m${n}`, Expression: '1' })) } },
  ],
])('an alarm on %s has no graph of a metric', (_what, alarm) => {
  expect(graphOf(alarm)).toBe('no graph');
});

test.each([
  [
    'of a function, where AWS puts it',
    {
      Trigger: { MetricName: 'Errors', Namespace: 'AWS/Lambda', Dimensions: [{ name: 'FunctionName', value: 'shop' }] },
    },
    '$252Faws$252Flambda$252Fshop',
  ],
  ['of a log alarm, which says what it reads', { LogGroups: ['/ecs/shop'], QueryString: 'x' }, '$252Fecs$252Fshop'],
  [
    'of a log alarm that says it by ARN',
    { LogGroups: [{ Arn: 'arn:aws:logs:us-east-1:111111111111:log-group:/ecs/shop:*' }], QueryString: 'x' },
    '$252Fecs$252Fshop',
  ],
])('the message of an alarm links the logs %s', (_what, alarm, group) => {
  expect(shown(alarm)).toContain(
    `#logsV2:log-groups/log-group/${group}/log-events$3Fstart$3D1795183440000$26end$3D1795187940000|logs>`,
  );
});
