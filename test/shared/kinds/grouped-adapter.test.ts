// Adapters whose names have two parts: what they ask of the SDK, and that a change leaves everything else as it was.
import { describe, expect, it } from 'vitest';
import { eventbridgeRuleAdapter } from '#kinds/eventbridge-rule/adapter.ts';
import { eventbridgeScheduleAdapter } from '#kinds/eventbridge-schedule/adapter.ts';

type Command = { readonly constructor: { readonly name: string }; readonly input: Readonly<Record<string, unknown>> };

const client = (...answers: readonly (object | Error)[]) => {
  const asked: { readonly command: string; readonly input: object }[] = [];
  const left = [...answers];
  const send = async (command: Command) => {
    asked.push({ command: command.constructor.name, input: command.input });
    const answer = left.shift() ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, sender: { send } as never };
};

const rule = (Name: string, more: object = {}) => ({ Name, State: 'ENABLED', Arn: `arn:${Name}`, ...more });

describe('the adapter of rules', () => {
  it('the adapter of rules reads each bus that is asked for once, page by page, partner buses with slashes among them', async () => {
    const { asked, sender } = client({ Rules: [rule('a')] }, { Rules: [rule('b')], NextToken: 'more' });

    const names = ['aws.partner/example.com/1/b', 'default/a', 'default/c'];
    const rows = await eventbridgeRuleAdapter.read(sender, names, 'stop');

    expect(rows.map(({ name }) => name).toSorted()).toEqual(['aws.partner/example.com/1/a', 'default/b']);
    expect(asked.map(({ input }) => input)).toEqual([
      { EventBusName: 'aws.partner/example.com/1' },
      { EventBusName: 'default' },
      { EventBusName: 'default', NextToken: 'more' },
    ]);
  });

  it('the adapter of rules finds those of every bus where none is named', async () => {
    const { asked, sender } = client(
      { EventBuses: [{ Name: 'default' }, { Name: 'orders' }] },
      { Rules: [rule('a')] },
      { Rules: [rule('a', { State: 'DISABLED', ManagedBy: 'states.amazonaws.com' })] },
    );

    const rows = await eventbridgeRuleAdapter.read(sender, undefined, undefined);

    expect(rows.map(({ name, status, facts }) => [name, status, facts.managedBy])).toEqual([
      ['default/a', 'ENABLED', undefined],
      ['orders/a', 'DISABLED', 'states.amazonaws.com'],
    ]);
    expect(asked.map(({ command }) => command)).toEqual([
      'ListEventBusesCommand',
      'ListRulesCommand',
      'ListRulesCommand',
    ]);
  });

  it('the adapter of rules names bus and rule in a change', async () => {
    const { asked, sender } = client();
    await eventbridgeRuleAdapter.change(sender, 'stop', 'aws.partner/example.com/1/nightly', undefined);

    expect(asked).toEqual([
      { command: 'DisableRuleCommand', input: { EventBusName: 'aws.partner/example.com/1', Name: 'nightly' } },
    ]);
  });
});

/** One that has everything that a schedule can have. */
const whole = {
  Name: 'invoice',
  GroupName: 'billing',
  Description: 'once, at the end of the year',
  ScheduleExpression: 'at(2026-12-31T23:30:00)',
  ScheduleExpressionTimezone: 'Europe/Lisbon',
  StartDate: new Date('2026-11-01T00:00:00Z'),
  EndDate: new Date('2027-01-31T00:00:00Z'),
  FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 },
  KmsKeyArn: 'arn:aws:kms:eu-west-1:1:key/1',
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: 'arn:aws:ecs:eu-west-1:1:cluster/jobs',
    RoleArn: 'arn:aws:iam::1:role/jobs',
    Input: '{"a":1}',
    DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:1:dead' },
    RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
    EcsParameters: { TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:1:task-definition/job:3', LaunchType: 'FARGATE' },
  },
};

const answered = {
  ...whole,
  State: 'ENABLED',
  Arn: 'arn:aws:scheduler:eu-west-1:1:schedule/billing/invoice',
  CreationDate: new Date('2026-11-01T00:00:00Z'),
  LastModificationDate: new Date('2026-11-02T00:00:00Z'),
  $metadata: { httpStatusCode: 200 },
};

const refused = (message: string) => Object.assign(new Error(message), { name: 'ValidationException' });

describe('the adapter of schedules', () => {
  it.each([
    ['stop', 'DISABLED'],
    ['start', 'ENABLED'],
  ] as const)(
    'the adapter of schedules, on %s, sends the whole schedule back, %s: an end, a time, its own deletion',
    async (to, State) => {
      const { asked, sender } = client(answered);
      await eventbridgeScheduleAdapter.change(sender, to, 'billing/invoice', undefined);

      expect(asked).toEqual([
        { command: 'GetScheduleCommand', input: { GroupName: 'billing', Name: 'invoice' } },
        { command: 'UpdateScheduleCommand', input: { ...whole, State } },
      ]);
    },
  );

  it('the adapter of schedules leaves out a beginning that the scheduler does not take any more, and nothing else', async () => {
    const { asked, sender } = client(
      answered,
      refused('The StartDate you specify cannot be earlier than 5 minutes ago.'),
    );
    await eventbridgeScheduleAdapter.change(sender, 'stop', 'billing/invoice', undefined);

    const { StartDate: _over, ...rest } = whole;
    expect(asked.at(-1)).toEqual({ command: 'UpdateScheduleCommand', input: { ...rest, State: 'DISABLED' } });
  });

  it('the adapter of schedules does not try again what is refused for anything else', async () => {
    const { asked, sender } = client(answered, refused('Invalid Schedule Expression.'));

    await expect(eventbridgeScheduleAdapter.change(sender, 'stop', 'billing/invoice', undefined)).rejects.toThrow(
      'Invalid Schedule Expression.',
    );
    expect(asked).toHaveLength(2);
  });
});
