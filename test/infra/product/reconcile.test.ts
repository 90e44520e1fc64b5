// How `reconcile` of each environment is invoked, and whom it invokes.

import { describe, expect, it, vi } from 'vitest';
import type { Notice } from '#core/notice.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { runtimeConfiguration } from '#definition/runtime-configuration.ts';
import { parseReconcileEvent } from '#functions/reconcile/event.ts';
import { awsNameOf } from '#kinds/resource.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import { type Deployed, deployedFrom, environments, mailboxesOf, operatorsOf, text } from '#test/infra/synthesised.ts';
import { database } from '#test/support/definitions.ts';

const functionOf = (deployed: Deployed, name: string) =>
  deployed.only('AWS::Lambda::Function', { FunctionName: `curfew-${deployed.environment}-${name}` });

const arnOf = ({ id }: { readonly id: string }) => ({ 'Fn::GetAtt': [id, 'Arn'] });

type Pattern = { source: string[]; 'detail-type': string[]; detail: { EventID: string[]; SourceIdentifier: string[] } };

const patternOf = (deployed: Deployed): Pattern =>
  deployed.only('AWS::Events::Rule').properties.EventPattern as Pattern;

describe.each(environments)('reconcile of $environment', (deployed) => {
  const { environment } = deployed;
  const definition = definitionOf(environment);
  const lambda = functionOf(deployed, 'reconcile');

  it('reconcile of an environment is not durable, and is done within two minutes', () => {
    expect(lambda.properties.DurableConfig).toBeUndefined();
    expect(lambda.properties.Timeout).toBeLessThanOrEqual(120);
  });

  it('reconcile of an environment is tried once more, and not when the next tick is near', () => {
    const { properties } = deployed.only('AWS::Lambda::EventInvokeConfig', { FunctionName: { Ref: lambda.id } });

    expect(properties).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 600 });
  });

  it('reconcile of an environment knows the runs by their aliases, without which a durable function cannot be invoked', () => {
    const aliasOf = (name: string) =>
      deployed.only('AWS::Lambda::Alias', { FunctionName: { Ref: functionOf(deployed, name).id } });
    const { Variables } = lambda.properties.Environment as { Variables: Record<string, unknown> };
    const variables = Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, text(value)]));

    expect(runtimeConfiguration(variables).targets()).toEqual({
      start: `\${${aliasOf('start').id}}`,
      stop: `\${${aliasOf('stop').id}}`,
    });
  });

  it('reconcile of an environment ticks in the group of the environment, always: it is what keeps the schedules as the definition says', () => {
    const { properties } = deployed.only('AWS::Scheduler::Schedule', { Name: `curfew-${environment}-reconcile` });
    const queue = deployed.only('AWS::SQS::Queue', { QueueName: `curfew-${environment}-dead-letters` });
    const target = properties.Target as { readonly Input: string };

    expect(properties).toMatchObject({
      ScheduleExpression: 'rate(15 minutes)',
      GroupName: `curfew-${environment}`,
      State: 'ENABLED',
    });
    expect(target).toMatchObject({
      Arn: arnOf(lambda),
      RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 3 },
      DeadLetterConfig: { Arn: arnOf(queue) },
    });
    expect(JSON.parse(target.Input)).toEqual({ function: 'reconcile', environment });
    expect(parseReconcileEvent(JSON.parse(target.Input), [definition])).toEqual([{ environment, restarted: [] }]);
  });

  it('reconcile of an environment hears at once of databases that AWS restarts: whether it acts is up to the definition', () => {
    const rule = deployed.only('AWS::Events::Rule');

    expect(rule.properties).toMatchObject({ State: 'ENABLED', Targets: [{ Arn: arnOf(lambda) }] });
    deployed.template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      FunctionName: arnOf(lambda),
      SourceArn: arnOf(rule),
    });
  });

  it('reconcile of an environment takes every event that is let through as a restart of a database of its own', () => {
    const { source, detail } = patternOf(deployed);
    const events = detail.EventID.flatMap((EventID) =>
      detail.SourceIdentifier.map((SourceIdentifier) => ({ source: source[0], detail: { EventID, SourceIdentifier } })),
    );

    expect(events.length).toBeGreaterThan(0);
    for (const event of events)
      expect(parseReconcileEvent(event, [definition])).toEqual([{ environment, restarted: [expect.any(String)] }]);
  });
});

/** What CloudWatch would count of a line: terms `$.path = "value"`, any of which is enough. */
const isCounted = (pattern: string, line: string): boolean =>
  [...pattern.matchAll(/\$\.([\w.]+) = "([\w-]+)"/g)].some(([, path = '', value]) => {
    const found = path
      .split('.')
      .reduce<unknown>((one, key) => (one as Record<string, unknown>)?.[key], JSON.parse(line));
    return found === value;
  });

/** The line that the function logs for what it found. */
const logged = (notice: Notice['notice']): string => {
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const saying = { notice, text: 'app is not up', resources: [] };
  plainLogger().info('looked', { environment: 'staging', kind: 'say', key: 'k', saying });
  const [[line] = []] = said.mock.calls;
  said.mockRestore();
  return String(line);
};

describe.each(environments)('the watch over reconcile of $environment', (deployed) => {
  const { environment, only, all } = deployed;
  const lambda = functionOf(deployed, 'reconcile');
  const tells = [operatorsOf(deployed), mailboxesOf(deployed)].map(({ id }) => ({ Ref: id }));

  it('the watch over reconcile has people told, by e-mail too, for as long as the environment is not as it is due', () => {
    const { properties } = only('AWS::Logs::MetricFilter');
    const [transformation] = properties.MetricTransformations as [Record<string, unknown>];
    const pattern = String(properties.FilterPattern);

    expect(properties.LogGroupName).toEqual({
      Ref: only('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/curfew-${environment}-reconcile` }).id,
    });
    const notices = ['not-up', 'late', 'drift', 'alarms'] as const;
    expect(notices.filter((notice) => isCounted(pattern, logged(notice)))).toEqual(['not-up', 'late']);
    expect(only('AWS::CloudWatch::Alarm', { AlarmName: `curfew-${environment}-not-as-due` }).properties).toMatchObject({
      Namespace: transformation.MetricNamespace,
      MetricName: transformation.MetricName,
      Period: 1_800,
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: tells,
    });
  });

  it('the watch over reconcile counts apart what it finds in different environments', () => {
    const [{ Dimensions }] = only('AWS::Logs::MetricFilter').properties.MetricTransformations as [
      { Dimensions: { Key: string; Value: string }[] },
    ];
    const alarm = only('AWS::CloudWatch::Alarm', { AlarmName: `curfew-${environment}-not-as-due` });

    expect(Dimensions).toEqual([{ Key: 'environment', Value: '$.environment' }]);
    expect(alarm.properties.Dimensions).toEqual([{ Name: 'environment', Value: environment }]);
  });

  it('the watch over reconcile has people told when nobody looks any more', () => {
    const silent = all('AWS::CloudWatch::Alarm', { AlarmName: `curfew-${environment}-silent` });
    const expected = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: lambda.id } }],
      Period: 3_600,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      AlarmActions: tells,
    };

    expect(silent.map(({ properties }) => properties)).toMatchObject([expected]);
  });
});

describe('the rule for restarted databases', () => {
  it('the rule for restarted databases names the instances and the clusters of the environment, and nothing else of it', () => {
    expect(patternOf(deployedFrom(everyKind))).toEqual({
      source: ['aws.rds'],
      'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
      detail: {
        EventID: ['RDS-EVENT-0153', 'RDS-EVENT-0154'],
        SourceIdentifier: everyKind.resources.flatMap((resource) => {
          if (resource.kind === 'rds-instance') return [resource.instance];
          return ['aurora-cluster', 'docdb-cluster', 'neptune-cluster'].includes(resource.kind)
            ? [awsNameOf(resource)]
            : [];
        }),
      },
    });
  });

  it('the rule for restarted databases is several where the names are too many for one pattern', () => {
    const names = Array.from({ length: 150 }, (_, index) => `payments-database-${index}`);
    const resources = names.map((instance, index) => database(`db-${index}`, { instance }));
    const rules = deployedFrom({ ...everyKind, resources }).all('AWS::Events::Rule');
    const patterns = rules.map(({ properties }) => properties.EventPattern as Pattern);

    expect(rules.length).toBeGreaterThan(1);
    expect(patterns.filter((pattern) => JSON.stringify(pattern).length > 2_048)).toEqual([]);
    expect(patterns.flatMap(({ detail }) => detail.SourceIdentifier)).toEqual(names);
    expect(new Set(rules.map(({ properties }) => properties.Name)).size).toBe(rules.length);
  });

  it('the rule for restarted databases is not there in an environment without databases, which ticks all the same', () => {
    const services = everyKind.resources.filter(({ kind }) => kind === 'ecs-service');
    const deployed = deployedFrom({ ...everyKind, resources: services });

    expect(deployed.all('AWS::Events::Rule')).toEqual([]);
    expect(deployed.all('AWS::Scheduler::Schedule', { Name: 'curfew-everything-reconcile' })).toHaveLength(1);
  });
});
