// What the operations stack of each environment promises, by meaning.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { configOf, definitionOf } from '#test/infra/fixtures/environments.ts';
import { deployedFrom, environments, type Found, mailboxesOf, operatorsOf } from '#test/infra/synthesised.ts';

describe.each(environments)('the state table of $environment', ({ environment, template, only }) => {
  const table = only('AWS::DynamoDB::Table');

  it('the state table of an environment has the keys and the expiry that the store writes', () => {
    expect(table.properties).toMatchObject({
      TableName: `curfew-state-${environment}`,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('the state table of an environment survives a deleted stack, a slip of the hand and a bad write', () => {
    expect(table.attributes).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect(table.properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('the state table of an environment costs nothing while nothing happens', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' });
  });
});

describe.each(environments)('the topics of $environment', (deployed) => {
  it.each([operatorsOf(deployed), mailboxesOf(deployed)])(
    'the topics of an environment take messages from CloudWatch of this account only, and none that travel unencrypted',
    (topic) => {
      const policy = deployed.only('AWS::SNS::TopicPolicy', { Topics: [{ Ref: topic.id }] }).properties.PolicyDocument;

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
    },
  );
});

/** What waits to be worked off is no dead letter. */
const isDeadLetters = ({ properties }: Found): boolean => properties.RedrivePolicy === undefined;

describe.each(environments)('every queue of $environment', (deployed) => {
  const { all, template, environment } = deployed;

  it.each(all('AWS::SQS::Queue'))(
    'every queue of an environment is encrypted, and keeps for two weeks what is in it',
    ({ id }) => {
      expect(template.toJSON().Resources[id]).toMatchObject({
        Properties: { SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 },
      });
    },
  );

  it.each(all('AWS::SQS::Queue').filter(isDeadLetters))(
    'every queue of an environment tells people as soon as a dead letter is in it',
    (queue) => {
      const ofSlack = queue.properties.QueueName === `curfew-${environment}-alarm-notify-dead-letters`;

      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue.id, 'QueueName'] } }],
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [...(ofSlack ? [] : [operatorsOf(deployed)]), mailboxesOf(deployed)].map(({ id }) => ({
          Ref: id,
        })),
        AlarmDescription: Match.stringLikeRegexp('by hand'),
      });
    },
  );
});

describe('operations that are disabled', () => {
  const without = deployedFrom(definitionOf('prod'), { ...configOf('prod'), operations: 'disabled' });
  const lambdas = without.all('AWS::Lambda::Function').map(({ properties }) => properties.FunctionName);

  it('operations that are disabled leave the function that tells Slack, and none that could start or stop anything', () => {
    expect(lambdas).toEqual(['curfew-prod-alarm-notify']);
    expect(without.all('AWS::Scheduler::Schedule')).toEqual([]);
    expect(without.all('AWS::Events::Rule')).toEqual([]);
    const changing = without
      .allowedTo()
      .flatMap(({ actions }) => actions)
      .filter((action) =>
        /^(ecs|rds|elasticache|kafkaconnect|application-autoscaling|ec2|redshift):(?!Describe|List|Get)/.test(action),
      );
    expect(changing).toEqual([]);
  });

  it('operations that are disabled keep what was remembered, and the topics that people subscribed to', () => {
    expect(without.all('AWS::DynamoDB::Table')).toHaveLength(1);
    expect(without.all('AWS::SNS::Topic').map(({ properties }) => properties.TopicName)).toEqual(
      expect.arrayContaining(['curfew-operators-prod', 'curfew-mailboxes-prod']),
    );
  });

  it('and Slack need not hear of anything', () => {
    const silent = deployedFrom(definitionOf('prod'), {
      ...configOf('prod'),
      operations: 'disabled',
      slackAlarms: false,
    });

    expect(silent.all('AWS::Lambda::Function')).toEqual([]);
    const operating = deployedFrom(definitionOf('prod'), { ...configOf('prod'), slackAlarms: false });
    expect(operating.all('AWS::Lambda::Function').map(({ properties }) => properties.FunctionName)).not.toContain(
      'curfew-prod-alarm-notify',
    );
  });
});
