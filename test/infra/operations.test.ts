// What the operations stack of each environment promises, by meaning.
import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { runtimeConfiguration } from '#config/runtime-configuration.ts';
import { limits } from '#engine/limits.ts';
import { environments, text } from './synthesised.ts';

const functions = environments.flatMap((deployed) =>
  (['start', 'stop'] as const).map((action) => ({
    deployed,
    environment: deployed.environment,
    action,
    name: `curfew-${deployed.environment}-${action}`,
  })),
);

describe.each(environments)('the state table of $environment', ({ environment, template, only }) => {
  const table = only('AWS::DynamoDB::Table');

  it('has the keys and the expiry that the store writes', () => {
    expect(table.properties).toMatchObject({
      TableName: `curfew-state-${environment}`,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('survives a deleted stack, a slip of the hand and a bad write', () => {
    expect(table.attributes).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(table.properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('costs nothing while nothing happens', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' });
  });
});

describe.each(environments)('the operator topic of $environment', ({ environment, only }) => {
  it('takes messages from CloudWatch of this account only, and none that travel unencrypted', () => {
    const topic = only('AWS::SNS::Topic', { TopicName: `curfew-operators-${environment}` });
    const policy = only('AWS::SNS::TopicPolicy', { Topics: [{ Ref: topic.id }] }).properties.PolicyDocument;

    expect(policy).toMatchObject({
      Statement: [
        { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });
});

describe.each(functions)('the function $name', ({ action, deployed, environment, name }) => {
  const lambda = deployed.only('AWS::Lambda::Function', { FunctionName: name });
  const { properties } = lambda;

  it('runs the bundle of its own name, on the runtime it was built for', () => {
    const code = (folder: string) => readFileSync(`${folder}/index.mjs`, 'utf8');

    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(code(deployed.codeOf(lambda)) === code(`dist/functions/${action}`)).toBe(true);
  });

  it('is durable for a little longer than the longest run, and keeps its history for two weeks', () => {
    const { ExecutionTimeout, RetentionPeriodInDays } = properties.DurableConfig as Record<string, number>;

    expect(ExecutionTimeout).toBeGreaterThan(limits.runSecondsMax);
    expect(ExecutionTimeout).toBeLessThanOrEqual(limits.runSecondsMax + 1_800);
    expect(RetentionPeriodInDays).toBe(14);
  });

  it('notices a dead invocation within minutes', () => {
    expect(properties.Timeout).toBeGreaterThanOrEqual(120);
    expect(properties.Timeout).toBeLessThanOrEqual(300);
  });

  it('is told everything that it reads from its environment', () => {
    const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
    const variables = Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, text(value)]));

    expect(runtimeConfiguration(variables)).toMatchObject({
      tableName: `\${${deployed.only('AWS::DynamoDB::Table').id}}`,
      operatorTopicArn: `\${${deployed.only('AWS::SNS::Topic').id}}`,
    });
    expect(variables.NODE_OPTIONS).toBe('--enable-source-maps');
  });

  it('keeps every version, because a run ends on the one it began with, and moves an alias to the newest', () => {
    const version = deployed.only('AWS::Lambda::Version', { FunctionName: { Ref: lambda.id } });

    expect(version.attributes).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    deployed.template.hasResourceProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionName: { Ref: lambda.id },
      FunctionVersion: { 'Fn::GetAtt': [version.id, 'Version'] },
    });
  });

  it('has a role that nothing else has', () => {
    const role = deployed.only('AWS::IAM::Role', { RoleName: name });

    expect(properties.Role).toEqual({ 'Fn::GetAtt': [role.id, 'Arn'] });
    expect(deployed.all('AWS::Lambda::Function', { Role: properties.Role })).toHaveLength(1);
  });

  it('keeps its logs for a day, in production for a week', () => {
    const logs = deployed.only('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/${name}` });

    expect(logs.properties.RetentionInDays).toBe(environment === 'prod' ? 7 : 1);
    expect(properties.LoggingConfig).toEqual({ LogGroup: { Ref: logs.id } });
  });

  it('leaves what it could not do in a queue of its own', () => {
    const queue = deployed.only('AWS::SQS::Queue', { QueueName: `${name}-dead-letters` });

    expect(properties.DeadLetterConfig).toEqual({ TargetArn: { 'Fn::GetAtt': [queue.id, 'Arn'] } });
  });
});

describe.each(environments)('every queue of $environment', ({ all, only, template }) => {
  const topic = only('AWS::SNS::Topic');

  it.each(all('AWS::SQS::Queue'))('is encrypted, and tells the operators as soon as something is in it', ({ id }) => {
    template.hasResource('AWS::SQS::Queue', {
      Properties: { SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: topic.id }],
      AlarmDescription: Match.stringLikeRegexp('by hand'),
    });
  });
});
