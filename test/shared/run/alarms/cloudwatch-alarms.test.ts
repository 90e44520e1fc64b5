// The adapter of alarms: over the simulated CloudWatch, and what exactly it sends.
import {
  CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  DescribeAlarmsCommand,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  PutAlarmMuteRuleCommand,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { cloudWatchAlarms } from '#run/alarms/cloudwatch-alarms.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { errorFrom, simulatedCloud } from '#test/support/cloud.ts';
import { numbered } from '#test/support/definitions.ts';

const client = new CloudWatchClient({ region: 'us-east-1' });

const mocked = () => {
  const cloudwatch = mockClient(client);
  cloudwatch.onAnyCommand().resolves({});
  return { cloudwatch, alarms: cloudWatchAlarms(client) };
};

const rule = {
  name: 'curfew-staging-downtime-1',
  description: 'staging is down',
  alarms: ['a', 'b'],
  fromMs: Date.parse('2026-11-19T23:00:41.345Z'),
  untilMs: Date.parse('2026-11-20T14:10:00.001Z'),
};

describe('alarms are found', () => {
  const world = (count: number) =>
    numbered(count, 'shop', (name) => ({
      ...{ name, watches: 'shop', muted: false, disabled: false, scales: false, whenMissing: 'ALARM' as const },
    }));

  it('alarms are found by hundreds of names and by the beginning of names, each once, page by page', async () => {
    const alarms = world(350);
    const aws = simulatedCloud([], { alarms });
    const byName = await aws.finish(aws.alarms.find({ names: alarms.map(({ name }) => name), prefixes: [] }));
    const byPrefix = await aws.finish(aws.alarms.find({ names: [], prefixes: ['shop-1', 'shop-2'] }));

    expect(byName.map(({ name }) => name)).toEqual(alarms.map(({ name }) => name));
    expect(byPrefix.map(({ name }) => name)).toEqual(alarms.map(({ name }) => name).slice(99, 299));
    expect(aws.calls('cloudwatch:DescribeAlarms')).toHaveLength(4 + 1 + 1);
  });

  it('alarms are found of every type, with all that they do in any state', async () => {
    const { cloudwatch, alarms } = mocked();
    cloudwatch.on(DescribeAlarmsCommand).resolvesOnce({
      MetricAlarms: [{ AlarmName: 'm', ActionsEnabled: false, OKActions: ['ok'], AlarmActions: ['alarm'] }],
      NextToken: 'more',
    });
    cloudwatch.on(DescribeAlarmsCommand, { NextToken: 'more' }).resolves({
      CompositeAlarms: [{ AlarmName: 'c', InsufficientDataActions: ['missing'] }],
      LogAlarms: [{ AlarmName: 'l' }, {}],
    });

    expect(await alarms.find({ names: [], prefixes: ['x-'] })).toEqual([
      { name: 'm', actionsEnabled: false, actions: ['ok', 'alarm'] },
      { name: 'c', actionsEnabled: true, actions: ['missing'] },
      { name: 'l', actionsEnabled: true, actions: [] },
    ]);
    expect(cloudwatch.commandCalls(DescribeAlarmsCommand)[0]?.args[0].input).toEqual({
      AlarmNamePrefix: 'x-',
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
      MaxRecords: 100,
    });
  });

  it('alarms are found not at all when none is asked for', async () => {
    const { cloudwatch, alarms } = mocked();

    expect(await alarms.find({ names: [], prefixes: [] })).toEqual([]);
    expect(cloudwatch.calls()).toEqual([]);
  });
});

describe('alarms that are quiet by hand', () => {
  const arnOf = (name: string) => ({
    AlarmMuteRuleArn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:${name}`,
  });
  const quietOf = async (rules: readonly object[], targets: Readonly<Record<string, readonly string[]>>) => {
    const { cloudwatch, alarms } = mocked();
    cloudwatch.on(DescribeAlarmsCommand).callsFake(({ AlarmNames }: { AlarmNames?: string[] }) => ({
      MetricAlarms: AlarmNames?.map((AlarmName) => ({ AlarmName, ActionsEnabled: AlarmName !== 'disabled' })),
    }));
    cloudwatch
      .on(ListAlarmMuteRulesCommand)
      .callsFake(({ NextToken }: { NextToken?: string }) =>
        NextToken
          ? { AlarmMuteRuleSummaries: rules.slice(1) }
          : { AlarmMuteRuleSummaries: rules.slice(0, 1), ...(rules.length > 1 ? { NextToken: 'more' } : {}) },
      );
    cloudwatch
      .on(GetAlarmMuteRuleCommand)
      .callsFake(({ AlarmMuteRuleName: name }: { AlarmMuteRuleName: string }) =>
        targets[name] ? { MuteTargets: { AlarmNames: targets[name] } } : {},
      );
    const quiet = await alarms.quiet(['a', 'b', 'disabled'], 'curfew-staging-');
    return {
      quiet: [...quiet],
      described: cloudwatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input.AlarmNames),
      listed: cloudwatch.commandCalls(ListAlarmMuteRulesCommand).map(({ args }) => args[0].input),
      read: cloudwatch.commandCalls(GetAlarmMuteRuleCommand).map(({ args }) => args[0].input.AlarmMuteRuleName),
    };
  };

  it('alarms that are quiet by hand are those that are disabled, and those of rules in force that are not ours, page by page', async () => {
    const rules = ['ana:holiday', 'curfew-staging-downtime-1', 'bob'].map(arnOf);

    expect(await quietOf(rules, { 'ana:holiday': ['a'], 'curfew-staging-downtime-1': ['b'] })).toEqual({
      quiet: ['disabled', 'a'],
      described: [['a', 'b', 'disabled']],
      listed: [{ Statuses: ['ACTIVE'] }, { Statuses: ['ACTIVE'], NextToken: 'more' }],
      read: ['ana:holiday', 'bob'],
    });
  });

  it('alarms that are quiet by hand are read of a hundred rules at most', async () => {
    const rules = Array.from({ length: 130 }, (_, index) => arnOf(`r${index}`));

    expect((await quietOf(rules, {})).read).toHaveLength(100);
  });

  it('alarms that are quiet by hand are none where nobody has a rule', async () => {
    const { quiet, read } = await quietOf([], {});

    expect([quiet, read]).toEqual([['disabled'], []]);
  });
});

describe('a mute rule', () => {
  it('a mute rule begins in the minute that is running, and covers the last minute to its end', async () => {
    const { cloudwatch, alarms } = mocked();

    await alarms.mute(rule);

    expect(cloudwatch.commandCalls(PutAlarmMuteRuleCommand)[0]?.args[0].input).toEqual({
      Name: 'curfew-staging-downtime-1',
      Description: 'staging is down',
      Rule: { Schedule: { Expression: 'at(2026-11-19T23:00)', Duration: 'PT911M', Timezone: 'UTC' } },
      MuteTargets: { AlarmNames: ['a', 'b'] },
    });
  });

  it('a mute rule lasts a minute at least', async () => {
    const { cloudwatch, alarms } = mocked();

    await alarms.mute({ ...rule, untilMs: rule.fromMs - 1 });

    expect(cloudwatch.commandCalls(PutAlarmMuteRuleCommand)[0]?.args[0].input.Rule?.Schedule?.Duration).toBe('PT1M');
  });

  it('a mute rule is deleted by its name', async () => {
    const { cloudwatch, alarms } = mocked();

    await alarms.unmute('curfew-staging-downtime-1');

    expect(cloudwatch.commandCalls(DeleteAlarmMuteRuleCommand)[0]?.args[0].input).toEqual({
      AlarmMuteRuleName: 'curfew-staging-downtime-1',
    });
  });

  it.each([
    ['AccessDenied', 403, 'ACCESS_DENIED', false],
    ['AccessDeniedException', 403, 'ACCESS_DENIED', false],
    ['Throttling', 400, 'THROTTLED', true],
    ['InternalFailure', 500, 'UNAVAILABLE', true],
    ['LimitExceededFault', 400, 'INVALID', false],
  ])('a mute rule that AWS refuses with %s says so', async (name, status, code, retryable) => {
    const { cloudwatch, alarms } = mocked();
    cloudwatch.onAnyCommand().rejects(awsError(name, 'no', { wireCode: name, status }));

    const tried: readonly (readonly [string, Promise<unknown>])[] = [
      ['put mute rule curfew-staging-downtime-1', alarms.mute(rule)],
      ['delete mute rule r', alarms.unmute('r')],
      ['describe alarms', alarms.find({ names: ['a'], prefixes: [] })],
      ['list mute rules', alarms.quiet([], 'x')],
    ];
    for (const [what, work] of tried) {
      const error = await errorFrom(work);
      expect(error).toMatchObject({ name: 'OperationError', code, retryable });
      expect(error).toHaveProperty('message', expect.stringContaining(what));
    }
    cloudwatch
      .on(ListAlarmMuteRulesCommand)
      .resolves({ AlarmMuteRuleSummaries: [{ AlarmMuteRuleArn: 'a:b:c:d:e:f:mine' }] });
    expect(await errorFrom(alarms.quiet([], 'x'))).toHaveProperty(
      'message',
      expect.stringContaining('read mute rule mine'),
    );
  });
});
