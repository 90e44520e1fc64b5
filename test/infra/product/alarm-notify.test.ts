// How messages reach `alarm-notify`, how patient its queue is, and who hears when Slack cannot be told.
import { describe, expect, it } from 'vitest';
import { deliveryLimits, outageSecondsSurvived } from '#core/delivery-limits.ts';
import { notifyConfiguration } from '#definition/runtime-configuration.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { type Deployed, deployedFrom, environments, mailboxesOf, operatorsOf, text } from '#test/infra/synthesised.ts';

const queueOf = ({ only, environment }: Deployed) =>
  only('AWS::SQS::Queue', { QueueName: `curfew-notifications-${environment}` });
const lambdaOf = ({ only, environment }: Deployed) =>
  only('AWS::Lambda::Function', { FunctionName: `curfew-${environment}-alarm-notify` });
const arnOf = ({ id }: { readonly id: string }) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe('a queue with the limits of the deployment', () => {
  it('a queue with the limits of the deployment outlasts a Slack that is down for twelve hours four times, with a try every few minutes', () => {
    expect(outageSecondsSurvived(deliveryLimits)).toBeGreaterThan(4 * 12 * 3_600);
    expect(deliveryLimits.visibilitySeconds).toBeLessThanOrEqual(300);
  });

  it.each([
    [{ visibilitySeconds: 180, retentionSeconds: 14 * 86_400, receivesMax: 3 }, 360],
    [{ visibilitySeconds: 180, retentionSeconds: 3_600, receivesMax: 1_000 }, 3_600],
    [{ visibilitySeconds: 180, retentionSeconds: 3_600, receivesMax: 1 }, 0],
  ])('a queue with the limits %o would survive %i seconds', (patience, seconds) => {
    expect(outageSecondsSurvived(patience)).toBe(seconds);
  });
});

describe.each(environments)('alarm-notify of $environment', (deployed) => {
  const { only, all, environment } = deployed;
  const queue = queueOf(deployed);
  const lambda = lambdaOf(deployed);

  it('alarm-notify of an environment hears the operator topic through its queue, in an envelope that says when', () => {
    const toQueue = { Protocol: 'sqs', TopicArn: { Ref: operatorsOf(deployed).id } };
    expect(only('AWS::SNS::Subscription', toQueue).properties).toMatchObject({
      TopicArn: { Ref: operatorsOf(deployed).id },
      Protocol: 'sqs',
      Endpoint: arnOf(queue),
      RawMessageDelivery: false,
    });
  });

  it('alarm-notify of an environment shows a message again only when nobody can be at it any more, and gives it up after the most that SQS counts', () => {
    const timeout = Number(lambda.properties.Timeout);

    expect(queue.properties).toMatchObject({
      VisibilityTimeout: deliveryLimits.visibilitySeconds,
      RedrivePolicy: {
        deadLetterTargetArn: arnOf(
          only('AWS::SQS::Queue', { QueueName: `curfew-${environment}-alarm-notify-dead-letters` }),
        ),
        maxReceiveCount: 1_000,
      },
    });
    expect(deliveryLimits.visibilitySeconds).toBeGreaterThanOrEqual(6 * timeout);
  });

  it('alarm-notify of an environment says which messages of a batch failed, and runs as seldom at once as Lambda can', () => {
    expect(only('AWS::Lambda::EventSourceMapping').properties).toMatchObject({
      EventSourceArn: arnOf(queue),
      FunctionName: { Ref: lambda.id },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: deliveryLimits.batchSize,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('alarm-notify of an environment lets only the topics that it listens to send to its queue, besides itself', () => {
    const { Statement } = only('AWS::SQS::QueuePolicy', { Queues: [{ Ref: queue.id }] }).properties.PolicyDocument as {
      Statement: { Effect: string; Action: string; Principal: unknown; Condition: Record<string, Sources> }[];
    };
    type Sources = { readonly 'aws:SourceArn': unknown };
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    const topics = all('AWS::SNS::Subscription', { Protocol: 'sqs' }).map(({ properties }) =>
      text(properties.TopicArn),
    );

    expect(topics).toContain(`\${${operatorsOf(deployed).id}}`);
    expect(allowed.map(({ Condition }) => text(Condition.ArnEquals?.['aws:SourceArn']))).toEqual(topics);
    for (const one of allowed)
      expect(one).toMatchObject({ Action: 'sqs:SendMessage', Principal: { Service: 'sns.amazonaws.com' } });
  });

  it('alarm-notify of an environment hears the alarms of the environment, and what its budget says', () => {
    const { properties } = deployed
      .stack('observability')
      .only('AWS::SNS::Topic', { DisplayName: `Alarms of ${environment} for Slack` });
    const topics = all('AWS::SNS::Subscription', { Protocol: 'sqs' }).map(({ properties: one }) => text(one.TopicArn));

    expect(topics).toContainEqual(expect.stringMatching(new RegExp(`:${String(properties.TopicName)}$`)));
  });

  it('alarm-notify of an environment is told everything that it reads from its environment', () => {
    const { Variables } = lambda.properties.Environment as { Variables: Record<string, unknown> };
    const read = notifyConfiguration(
      Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, text(value)])),
    );

    expect(read).toMatchObject({ environment, tableName: `\${${only('AWS::DynamoDB::Table').id}}` });
    expect(read.queues().queueUrl).toBe(`\${${queue.id}}`);
    // By it SQS names who sent a message: how the function knows its own reminders.
    const role = only('AWS::IAM::Role', { RoleName: `curfew-${environment}-alarm-notify` });
    expect(read.ownSender).toBe(`\${${role.id}.RoleId}`);
    expect(read.topicArnPrefix()).toMatch(/:sns:us-east-1:\$\{AWS::AccountId\}$/);
  });

  it('alarm-notify of an environment has the owner of the environment told by e-mail, who need not think of subscribing', () => {
    const { Endpoint } = only('AWS::SNS::Subscription', {
      Protocol: 'email',
      TopicArn: { Ref: mailboxesOf(deployed).id },
    }).properties;
    const [parameter] = Object.values(deployed.template.findParameters((Endpoint as { Ref: string }).Ref));

    expect(parameter?.Default).toBe(`/platform/${environment}/owner/email`);
  });

  it('alarm-notify of an environment has people told by e-mail, never by Slack, when Slack refuses every message', () => {
    const waiting = only('AWS::CloudWatch::Alarm', { AlarmName: `curfew-notifications-${environment}-waiting` });

    expect(waiting.properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue.id, 'QueueName'] } }],
      Threshold: 1_200,
      AlarmActions: [{ Ref: mailboxesOf(deployed).id }],
      OKActions: [{ Ref: mailboxesOf(deployed).id }],
    });
  });
});

describe('a definition that names topics', () => {
  it('a definition that names topics has alarm-notify listen to them too', () => {
    const { notifications } = everyKind;
    const deployed = deployedFrom({ ...everyKind, notifications: { ...notifications, topics: ['qa-alarms'] } });

    expect(
      deployed.all('AWS::SNS::Subscription', { Protocol: 'sqs' }).map(({ properties }) => text(properties.TopicArn)),
    ).toEqual([`\${${operatorsOf(deployed).id}}`, expect.stringMatching(/:sns:.*:qa-alarms$/)]);
  });
});
