// The schedules of each environment against its definition.
import { describe, expect, it } from 'vitest';
import type { WeeklySlot } from '#definition/definition.ts';
import { parseRunEvent } from '#functions/run-event.ts';
import { unknownZones, wrongExpressions } from '#test/infra/checks/templates.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import { type Deployed, deployedFrom, environments } from '#test/infra/synthesised.ts';

const schedules = environments.flatMap((deployed) =>
  (['start', 'stop'] as const).map((action) => ({ action, environment: deployed.environment, deployed })),
);

const scheduleOf = (deployed: Deployed, action: string) => {
  const { properties } = deployed.only('AWS::Scheduler::Schedule', {
    Name: `curfew-${deployed.environment}-${action}`,
  });
  return { ...properties, Target: properties.Target as Record<string, unknown> };
};

const expressionFor = (stop: WeeklySlot): unknown => {
  const deployed = deployedFrom({ ...everyKind, schedule: { enabled: true, toleranceMinutes: 90, stop } });
  return deployed
    .all('AWS::Scheduler::Schedule')
    .map(({ properties }) => properties.ScheduleExpression)
    .filter((expression) => String(expression).startsWith('cron'));
};

describe.each([
  { environment: 'staging', state: 'ENABLED' },
  { environment: 'staging2', state: 'ENABLED' },
  { environment: 'prod', state: 'DISABLED' },
])('$environment', ({ environment, state }) => {
  it(`an environment starts on weekdays at 8:00, stops every day at 20:00 in Fortaleza and looks all the time, ${state}`, () => {
    const [deployed] = environments.filter((one) => one.environment === environment);
    const facts = (deployed?.all('AWS::Scheduler::Schedule') ?? []).map(({ properties }) => ({
      name: properties.Name,
      expression: properties.ScheduleExpression,
      zone: properties.ScheduleExpressionTimezone,
      state: properties.State,
    }));

    const zone = 'America/Fortaleza';
    expect(facts).toEqual([
      { name: `curfew-${environment}-start`, expression: 'cron(0 8 ? * MON,TUE,WED,THU,FRI *)', zone, state },
      { name: `curfew-${environment}-stop`, expression: 'cron(0 20 * * ? *)', zone, state },
      { name: `curfew-${environment}-reconcile`, expression: 'rate(15 minutes)', zone: 'Etc/UTC', state },
    ]);
  });
});

describe('an expression', () => {
  it.each<[WeeklySlot, string]>([
    [{ days: ['sat', 'sun'], at: '00:05' }, 'cron(5 0 ? * SAT,SUN *)'],
    [{ days: ['mon'], at: '23:59' }, 'cron(59 23 ? * MON *)'],
    [{ days: ['sun', 'sat', 'fri', 'thu', 'wed', 'tue', 'mon'], at: '09:00' }, 'cron(0 9 * * ? *)'],
  ])('an expression of %o is %s, and a slot that is not defined has no schedule', (slot, expression) => {
    expect(expressionFor(slot)).toEqual([expression]);
  });
});

describe.each(schedules)('the $action schedule of $environment', ({ action, environment, deployed }) => {
  const schedule = scheduleOf(deployed, action);

  it('the schedule of an action follows the time zone and the toggle of the definition', () => {
    const definition = definitionOf(environment);

    expect(unknownZones(deployed)).toEqual([]);
    expect(wrongExpressions(deployed)).toEqual([]);
    expect(schedule).toMatchObject({
      ScheduleExpressionTimezone: definition.timeZone,
      State: definition.schedule.enabled ? 'ENABLED' : 'DISABLED',
      GroupName: `curfew-${environment}`,
    });
  });

  it('the schedule of an action fires at its minute, and gives up long before the opposite one could be overtaken', () => {
    expect(schedule).toMatchObject({ FlexibleTimeWindow: { Mode: 'OFF' } });
    expect(schedule.Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 3 });
  });

  it('the schedule of an action invokes the alias of its own function, through a role that may do nothing else', () => {
    const lambda = deployed.only('AWS::Lambda::Function', { FunctionName: `curfew-${environment}-${action}` });
    const alias = deployed.only('AWS::Lambda::Alias', { FunctionName: { Ref: lambda.id } });
    const queue = deployed.only('AWS::SQS::Queue', { QueueName: `curfew-${environment}-dead-letters` });
    const [roleId] = (schedule.Target.RoleArn as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
    const role = deployed.all('AWS::IAM::Role').find(({ id }) => id === roleId);

    expect(schedule.Target.Arn).toEqual({ Ref: alias.id });
    expect(schedule.Target.DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': [queue.id, 'Arn'] } });
    expect(role && deployed.allowedTo(role)).toMatchObject([
      { actions: ['lambda:InvokeFunction'], resources: [`\${${alias.id}}`] },
      { actions: ['sqs:SendMessage'], resources: [`\${${queue.id}.Arn}`] },
    ]);
    expect(JSON.stringify(role?.properties.AssumeRolePolicyDocument)).toContain('aws:SourceArn');
  });

  it('the schedule of an action sends an event that the function accepts, with the time it was due', () => {
    // Whoever finds it in the dead-letter queue knows whose it is.
    expect(JSON.parse(String(schedule.Target.Input))).toMatchObject({ function: action });
    const sent = String(schedule.Target.Input).replace('<aws.scheduler.scheduled-time>', '2026-11-20T23:00:00Z');

    expect(parseRunEvent(JSON.parse(sent))).toMatchObject({
      environment,
      requestedBy: 'schedule',
      scheduledTime: '2026-11-20T23:00:00.000Z',
      supersede: false,
      dryRun: false,
    });
  });
});
