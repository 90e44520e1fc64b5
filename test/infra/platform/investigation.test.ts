// The stack of `alarm-investigation`, by meaning.
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { buildInvestigationApp } from '#infra/platform/bin/investigation.ts';
import { InvestigationStack } from '#infra/platform/investigation/investigation-stack.ts';
import { callsOf } from '#test/infra/calls.ts';
import { brokenRulesOf } from '#test/infra/checks/nag.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { appProps, deployedStack, statementsOf } from '#test/infra/synthesised.ts';

const definition = {
  ...everyKind,
  notifications: { ...everyKind.notifications, topics: ['team-alarms', 'more-alarms'] },
  investigations: { agentSpace: 'space-1', perDay: 5 },
};
const stack = new InvestigationStack(new App(appProps), definition, Code.fromInline('exports.handler = () => {}'));
const { only, all, allowedTo } = deployedStack(stack);
const base = `curfew-${everyKind.environment}-alarm-investigation`;

const rights = allowedTo().flatMap(({ actions, resources, condition }) =>
  actions.map((action) => ({ action, on: resources.map((one) => one.split(':').at(-1) ?? ''), condition })),
);
const on = (action: string) => rights.filter((one) => one.action === action).flatMap((one) => one.on);

it('its role may start investigations in its own agent space, and do exactly what its code calls', async () => {
  const called = await callsOf('alarm-investigation' as never);
  const byLambda = [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ];
  // Of the store it asks for readings and for its own notes alone; requests to the agent are no commands of a client.
  const needed = [...called].filter((call) => !['dynamodb:UpdateItem', 'dynamodb:DeleteItem'].includes(call));

  expect(rights.map(({ action }) => action).toSorted()).toEqual(
    [...needed, ...byLambda, 'aidevops:CreateBacklogTask', 'aidevops:ListJournalRecords'].toSorted(),
  );
  expect(on('aidevops:CreateBacklogTask')).toEqual(['agentspace/space-1']);
  expect(on('sns:Publish')).toEqual([`curfew-operators-${everyKind.environment}`]);
  expect(JSON.stringify(rights.find(({ action }) => action === 'dynamodb:PutItem')?.condition)).toContain(
    `INVESTIGATE#${everyKind.environment}`,
  );
});

it('its queue takes what the topics of the definition say and the results of its own agent space, and nothing else', () => {
  expect(all('AWS::SNS::Subscription').map(({ properties }) => JSON.stringify(properties.TopicArn))).toEqual([
    expect.stringContaining('team-alarms'),
    expect.stringContaining('more-alarms'),
  ]);
  expect(only('AWS::Events::Rule', {}).properties.EventPattern).toEqual({
    source: ['aws.aidevops'],
    'detail-type': [{ prefix: 'Investigation ' }],
    detail: { metadata: { agent_space_id: ['space-1'] } },
  });
  const senders = all('AWS::SQS::QueuePolicy')
    .flatMap(statementsOf)
    .filter(({ effect }) => effect === 'Allow');
  expect(senders).toHaveLength(3);
  for (const { condition } of senders) expect(condition).toHaveProperty('ArnEquals');
});

it('people hear when it fails, and of what nobody looked at', () => {
  expect(
    all('AWS::CloudWatch::Alarm').map(({ properties }) => [
      properties.AlarmName,
      (properties.AlarmActions as []).length,
    ]),
  ).toEqual([
    [`${base}-dead-letters`, 2],
    [`${base}-errors`, 2],
  ]);
});

it.each([
  'examples/atlas/staging.yaml',
  'examples/atlas/staging2.yaml',
  'examples/atlas/prod.yaml',
  'examples/metadata/metadata.yaml',
  'examples/cdc/cdc.yaml',
])('it is off in %s: nothing can be deployed', (file) => {
  expect(() => buildInvestigationApp(file, appProps, Code.fromInline('x'))).toThrow('it has no `investigations`');
});

it('the security rules of cdk-nag hold, but for what AWS allows only on everything', () => {
  expect(brokenRulesOf(stack)).toEqual([]);
});
