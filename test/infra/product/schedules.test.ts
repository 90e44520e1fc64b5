// What the stack has of schedules: the group, the role that they invoke with, and the look of reconcile. Starts and stops are
// scheduled by `control`, as the definition says; the stack does not depend on their times.
import { describe, expect, it } from 'vitest';
import { scheduleTargets } from '#definition/runtime-configuration.ts';
import { unknownZones, wrongExpressions } from '#test/infra/checks/templates.ts';
import { environments, statementsOf, text } from '#test/infra/synthesised.ts';

describe.each(environments)('the schedules of $environment', (deployed) => {
  const { environment, all, only } = deployed;
  const role = only('AWS::IAM::Role', { RoleName: `curfew-${environment}-scheduler` });
  const functionOf = (name: string) => only('AWS::Lambda::Function', { FunctionName: `curfew-${environment}-${name}` });

  it('the stack schedules the look of reconcile in the group of the environment, and nothing else', () => {
    expect(only('AWS::Scheduler::ScheduleGroup').properties.Name).toBe(`curfew-${environment}`);
    expect(all('AWS::Scheduler::Schedule').map(({ properties }) => properties.Name)).toEqual([
      `curfew-${environment}-reconcile`,
    ]);
    expect(unknownZones(deployed)).toEqual([]);
    expect(wrongExpressions(deployed)).toEqual([]);
  });

  it('the schedules of an environment invoke the aliases of its runs, through a role that may do nothing else', () => {
    const aliasOf = (name: string) =>
      only('AWS::Lambda::Alias', { FunctionName: { Ref: functionOf(name).id }, Name: 'live' });
    const queue = only('AWS::SQS::Queue', { QueueName: `curfew-${environment}-dead-letters` });

    expect(deployed.policiesOf(role).flatMap(statementsOf)).toMatchObject([
      { actions: ['lambda:InvokeFunction'], resources: ['start', 'stop'].map((name) => `\${${aliasOf(name).id}}`) },
      { actions: ['sqs:SendMessage'], resources: [`\${${queue.id}.Arn}`] },
    ]);
  });

  it('the role of the schedules is taken by those of its own group alone', () => {
    const trust = JSON.stringify(role.properties.AssumeRolePolicyDocument);

    expect(trust).toContain('scheduler.amazonaws.com');
    expect(trust).toContain('aws:SourceAccount');
    expect(trust).toContain(`:schedule-group/curfew-${environment}`);
  });

  it.each(['control', 'reconcile'])(
    '%s knows where the schedules lead, and may pass their role and no other',
    (name) => {
      const { Variables } = functionOf(name).properties.Environment as { Variables: Record<string, unknown> };
      const variables = Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, text(value)]));
      const own = only('AWS::IAM::Role', { RoleName: `curfew-${environment}-${name}` });
      const passed = deployed.allowedTo(own).filter(({ actions }) => actions.includes('iam:PassRole'));

      expect(scheduleTargets(variables)).toMatchObject({ role: `\${${role.id}.Arn}` });
      expect(passed).toMatchObject([
        {
          actions: ['iam:PassRole'],
          resources: [expect.stringMatching(new RegExp(`:iam::.*:role/curfew-${environment}-scheduler$`))],
          condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
        },
      ]);
    },
  );

  it('control is asked by a URL that only IAM opens, of an alias that nothing else is invoked by', () => {
    const alias = only('AWS::Lambda::Alias', { FunctionName: { Ref: functionOf('control').id } });

    expect(alias.properties).toMatchObject({ Name: 'url', FunctionVersion: '$LATEST' });
    expect(only('AWS::Lambda::Url').properties).toMatchObject({ AuthType: 'AWS_IAM', Qualifier: 'url' });
    expect(
      all('AWS::Lambda::Permission').filter(({ properties }) => text(properties.FunctionName).includes(alias.id)),
    ).toEqual([]);
  });
});
