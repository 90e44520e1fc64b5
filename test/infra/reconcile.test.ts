// How `reconcile` of each environment is invoked, and whom it invokes.
import { describe, expect, it } from 'vitest';
import { definitionOf } from '#config/packed.ts';
import { runtimeConfiguration } from '#config/runtime-configuration.ts';
import { parseReconcileEvent } from '#functions/reconcile/event.ts';
import { everyKind } from './every-kind.ts';
import { type Deployed, deployedFrom, environments, text } from './synthesised.ts';

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
  const state = definition.schedule.enabled ? 'ENABLED' : 'DISABLED';

  it('is not durable, and is done within two minutes', () => {
    expect(lambda.properties.DurableConfig).toBeUndefined();
    expect(lambda.properties.Timeout).toBeLessThanOrEqual(120);
  });

  it('is tried once more, and not when the next tick is near', () => {
    const { properties } = deployed.only('AWS::Lambda::EventInvokeConfig', { FunctionName: { Ref: lambda.id } });

    expect(properties).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 600 });
  });

  it('knows the runs by their aliases, without which a durable function cannot be invoked', () => {
    const aliasOf = (name: string) =>
      deployed.only('AWS::Lambda::Alias', { FunctionName: { Ref: functionOf(deployed, name).id } });
    const { Variables } = lambda.properties.Environment as { Variables: Record<string, unknown> };
    const variables = Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, text(value)]));

    expect(runtimeConfiguration(variables).targets()).toEqual({
      start: `\${${aliasOf('start').id}}`,
      stop: `\${${aliasOf('stop').id}}`,
    });
  });

  it('ticks in the group of the environment, as far as the definition is switched on', () => {
    const { properties } = deployed.only('AWS::Scheduler::Schedule', { Name: `curfew-${environment}-reconcile` });
    const queue = deployed.only('AWS::SQS::Queue', { QueueName: `curfew-${environment}-undelivered` });
    const target = properties.Target as { readonly Input: string };

    expect(properties).toMatchObject({
      ScheduleExpression: 'rate(15 minutes)',
      GroupName: `curfew-${environment}`,
      State: state,
    });
    expect(target).toMatchObject({
      Arn: arnOf(lambda),
      RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 3 },
      DeadLetterConfig: { Arn: arnOf(queue) },
    });
    expect(parseReconcileEvent(JSON.parse(target.Input), [definition])).toEqual([{ environment, restarted: [] }]);
  });

  it('hears at once of databases that AWS restarts, as far as the definition is switched on', () => {
    const rule = deployed.only('AWS::Events::Rule');

    expect(rule.properties).toMatchObject({ State: state, Targets: [{ Arn: arnOf(lambda) }] });
    deployed.template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      FunctionName: arnOf(lambda),
      SourceArn: arnOf(rule),
    });
  });

  it('takes every event that is let through as a restart of a database of its own', () => {
    const { source, detail } = patternOf(deployed);
    const events = detail.EventID.flatMap((EventID) =>
      detail.SourceIdentifier.map((SourceIdentifier) => ({ source: source[0], detail: { EventID, SourceIdentifier } })),
    );

    expect(events.length).toBeGreaterThan(0);
    for (const event of events)
      expect(parseReconcileEvent(event, [definition])).toEqual([{ environment, restarted: [expect.any(String)] }]);
  });
});

describe('the rule for restarted databases', () => {
  it('names the instances and the clusters of the environment, and nothing else of it', () => {
    expect(patternOf(deployedFrom(everyKind))).toEqual({
      source: ['aws.rds'],
      'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
      detail: {
        EventID: ['RDS-EVENT-0153', 'RDS-EVENT-0154'],
        SourceIdentifier: everyKind.resources.flatMap((resource) => {
          if (resource.kind === 'rds-instance') return [resource.instance];
          return resource.kind === 'aurora-cluster' ? [resource.cluster] : [];
        }),
      },
    });
  });

  it('is not there in an environment without databases, which ticks all the same', () => {
    const services = everyKind.resources.filter(({ kind }) => kind === 'ecs-service');
    const deployed = deployedFrom({ ...everyKind, resources: services });

    expect(deployed.all('AWS::Events::Rule')).toEqual([]);
    expect(deployed.all('AWS::Scheduler::Schedule', { Name: 'curfew-everything-reconcile' })).toHaveLength(1);
  });
});
