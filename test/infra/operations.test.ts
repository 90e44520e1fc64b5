// What the operations stack of each environment promises, by meaning.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { environments } from './synthesised.ts';

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
