import { DescribeServiceRevisionsCommand, type Service as SdkService } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { inputs, type MockedAws, mockedAws, observationOf, sent } from '#test/support/sdk-mocks.ts';
import { answerWith, shop, steady, task } from './sdk-answers.ts';

describe('targets', () => {
  const loadBalancers = [
    { targetGroupArn: 'tg-public' },
    { targetGroupArn: 'tg-internal' },
    { loadBalancerName: 'classic' },
  ];
  const health = (...states: ('healthy' | 'initial' | 'draining' | 'unhealthy' | 'unused')[]) => ({
    TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })),
  });

  it('targets are asked for of each target group, and the worst one counts', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-public' }).resolves(health('healthy', 'healthy'));
    aws.elbv2
      .on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-internal' })
      .resolves(health('healthy', 'initial', 'draining', 'unhealthy'));

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 1 });
    expect(sent(aws.elbv2)).toEqual([
      ['DescribeTargetHealthCommand', { TargetGroupArn: 'tg-public' }],
      ['DescribeTargetHealthCommand', { TargetGroupArn: 'tg-internal' }],
    ]);
  });

  it('targets are not more than the tasks, even while old ones are still registered', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand).resolves(health('healthy', 'healthy', 'healthy'));

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });
  });

  const advanced = (productionListenerRule?: string) => ({
    alternateTargetGroupArn: 'tg-green',
    ...(productionListenerRule ? { productionListenerRule } : {}),
  });
  const blueGreen = (rule?: string): SdkService => ({
    ...steady,
    loadBalancers: [{ targetGroupArn: 'tg-blue', advancedConfiguration: advanced(rule) }],
    currentServiceRevisions: [{ arn: 'revision/1' }],
  });
  const inGreen = (aws: MockedAws): void => {
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-blue' }).resolves(health('healthy'));
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-green' }).resolves(health('healthy', 'healthy'));
  };
  const weighed = (blue: number, green: number) => [
    {
      Type: 'forward' as const,
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: 'tg-blue', Weight: blue },
          { TargetGroupArn: 'tg-green', Weight: green },
        ],
      },
    },
  ];
  const only = (arn: string) => [{ Type: 'forward' as const, TargetGroupArn: arn }];

  it.each<[string, ReturnType<typeof weighed> | ReturnType<typeof only>, number]>([
    ['the alternate group', weighed(0, 100), 2],
    ['the first group', weighed(100, 0), 1],
    ['the one group that the rule names', only('tg-green'), 2],
  ])(
    'targets of a blue/green service count in the group that its listener rule serves: %s',
    async (_which, Actions, healthy) => {
      const aws = mockedAws();
      answerWith(aws, [blueGreen('arn:listener-rule/app/1')], [task(1), task(2)]);
      inGreen(aws);
      aws.elbv2.on(DescribeRulesCommand, { RuleArns: ['arn:listener-rule/app/1'] }).resolves({ Rules: [{ Actions }] });

      expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: healthy });
      expect(inputs(aws.ecs, 'DescribeServiceRevisionsCommand')).toEqual([]);
    },
  );

  it('targets of a blue/green service behind a network load balancer count by its listener', async () => {
    const aws = mockedAws();
    answerWith(aws, [blueGreen('arn:aws:elasticloadbalancing:r:1:listener/net/shop/1')], [task(1), task(2)]);
    inGreen(aws);
    aws.elbv2.on(DescribeListenersCommand).resolves({ Listeners: [{ DefaultActions: only('tg-green') }] });

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });
  });

  it.each<[string, string | undefined, string, number]>([
    ['there is no rule', undefined, 'tg-blue', 1],
    ['the rule names other groups', 'arn:listener-rule/app/2', 'tg-green', 2],
  ])('targets of a blue/green service count by its revision where %s', async (_why, rule, targetGroupArn, healthy) => {
    const aws = mockedAws();
    answerWith(aws, [blueGreen(rule)], [task(1), task(2)]);
    inGreen(aws);
    aws.elbv2.on(DescribeRulesCommand).resolves({ Rules: [{ Actions: only('tg-of-another') }] });
    aws.ecs
      .on(DescribeServiceRevisionsCommand, { serviceRevisionArns: ['revision/1'] })
      .resolves({ serviceRevisions: [{ resolvedConfiguration: { loadBalancers: [{ targetGroupArn }] } }] });

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: healthy });
  });

  it('targets of a blue/green service count in both groups where nothing tells which one serves', async () => {
    const aws = mockedAws();
    answerWith(aws, [blueGreen('arn:listener-rule/app/3')], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-blue' }).resolves({});
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-green' }).resolves(health('healthy', 'healthy'));
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    aws.elbv2.on(DescribeRulesCommand).rejects(denied);
    aws.ecs.on(DescribeServiceRevisionsCommand).rejects(denied);

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });
  });

  it('targets are not asked for by rule or revision of a service without groups that take turns', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);

    await aws.observe([shop]);

    expect(inputs(aws.elbv2, 'DescribeRulesCommand')).toEqual([]);
    expect(inputs(aws.ecs, 'DescribeServiceRevisionsCommand')).toEqual([]);
  });

  it('targets of a group that no listener uses count for nothing, and those of the task set that is live for CodeDeploy', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-public' }).resolves(health('healthy', 'healthy'));
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-internal' }).resolves(health('unused', 'unused'));
    aws.elbv2.on(DescribeTargetHealthCommand, { TargetGroupArn: 'tg-live' }).resolves(health('healthy'));
    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 2 });

    const live = { status: 'PRIMARY', loadBalancers: [{ targetGroupArn: 'tg-live' }] };
    answerWith(aws, [{ ...steady, loadBalancers, taskSets: [live] }], [task(1), task(2)]);
    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksHealthy: 1, rollout: 'settled' });
  });

  it('targets are none where AWS tells of none', async () => {
    const aws = mockedAws();
    answerWith(aws, [{ ...steady, loadBalancers }], [task(1), task(2)]);

    expect(observationOf(await aws.observe([shop]), 'shop')).toMatchObject({ tasksLeft: 2, tasksHealthy: 0 });
  });
});
