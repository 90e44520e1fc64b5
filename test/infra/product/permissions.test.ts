// The permissions of each function against what its code calls.
import { describe, expect, it } from 'vitest';
import { callsOf } from '#test/infra/calls.ts';
import { permissionGaps, unreached } from '#test/infra/checks/permissions.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import {
  actionsOf,
  byLambdaInVpc,
  type FunctionName,
  functionNames,
  functionsOf,
  onEverything,
  permissionsOf,
  resourcesFor,
  roleOf,
} from '#test/infra/statements.ts';
import { deployedFrom, environments } from '#test/infra/synthesised.ts';

const jiraOf = (secret: string) => ({ site: 'example.atlassian.net', project: 'OPS', secret });

/** What only this function calls. */
const ownCall: Readonly<Record<FunctionName, string>> = {
  start: 'lambda:CheckpointDurableExecution',
  stop: 'lambda:CheckpointDurableExecution',
  reconcile: 'lambda:InvokeFunction',
};

const everything = deployedFrom(everyKind);

describe.each(functionsOf(everyKind))('the code of %s', async (name) => {
  const calls = await callsOf(name);

  it('the code of a function is allowed exactly the calls that it makes', () => {
    expect(permissionGaps(name, everything, calls)).toEqual([]);
  });
});

describe.each(functionNames)('the code of %s', async (name) => {
  const all = await callsOf(name);

  it('the code of a function is searched for calls of every sort, and they are found', () => {
    const some = ['rds:StopDBInstance', 'ecs:ListTasks', 'dynamodb:PutItem', 'ssm:GetParameter', ownCall[name]];

    expect([...all]).toEqual(expect.arrayContaining([...some, ...unreached[name]]));
  });

  it('the code of a function is allowed nothing for kinds of resources and for alarms that an environment does not have', () => {
    const databases = everyKind.resources.filter(({ kind }) => kind === 'rds-instance');
    const { costs: _costs, budgetGuard: _guard, ...rest } = everyKind;
    const small = deployedFrom({
      ...rest,
      resources: databases,
      alarms: { mute: [], graceMinutes: 10 },
    });

    const services = new Set([...actionsOf(permissionsOf(small, name))].map((call) => call.split(':')[0]));
    const kept = name === 'reconcile' ? ['scheduler', 'iam'] : [];
    expect(services).toEqual(new Set(['rds', 'dynamodb', 'sns', 'ssm', 'lambda', 'logs', 'sqs', ...kept]));
  });
});

describe('the code of alarm-notify', async () => {
  const all = await callsOf('alarm-notify');
  const statements = permissionsOf(everything, 'alarm-notify');

  it('the code of alarm-notify is searched for calls of every sort, and they are found', () => {
    expect([...all]).toEqual(
      expect.arrayContaining(['secretsmanager:GetSecretValue', 'sqs:SendMessage', 'sns:Publish']),
    );
  });

  it('the code of alarm-notify reads no secret but those of the routes, and writes to no topic but those of the copies', () => {
    expect(resourcesFor(statements, 'secretsmanager:GetSecretValue').sort()).toEqual([
      expect.stringMatching(/:secret:everything\/money-webhook-\?{6}$/),
      expect.stringMatching(/:secret:everything\/slack-webhook-\?{6}$/),
    ]);
    expect(resourcesFor(statements, 'sns:Publish')).toEqual([expect.stringMatching(/:sns:.*:on-call$/)]);
  });

  it('the code of alarm-notify reads the secret of every destination that messages may go to, of routes too, and no other', () => {
    const { routes: _routes, slack: _slack, ...rest } = everyKind.notifications;
    const notifications = {
      ...rest,
      to: ['teams' as const, 'email' as const],
      teams: { secret: 'atlas/teams' },
      email: { topic: 'atlas-mail' },
      pagerduty: { secret: 'atlas/unused' },
      routes: [{ name: 'tickets', when: { source: ['rds' as const] }, jira: jiraOf('atlas/jira') }],
    };
    const own = permissionsOf(deployedFrom({ ...everyKind, notifications }), 'alarm-notify');

    expect(resourcesFor(own, 'secretsmanager:GetSecretValue').sort()).toEqual([
      expect.stringMatching(/:secret:atlas\/jira-\?{6}$/),
      expect.stringMatching(/:secret:atlas\/teams-\?{6}$/),
    ]);
    expect(resourcesFor(own, 'sns:Publish')).toEqual([expect.stringMatching(/:sns:.*:atlas-mail$/)]);
  });

  it('the code of alarm-notify reads what is below the prefix of its environment, where a secret is kept there', () => {
    const slack = { channel: '#mine', webhookSecret: `curfew/${everyKind.environment}/slack-webhook` };
    const pagerduty = { secret: `curfew/${everyKind.environment}/pagerduty-key` };
    const notifications = { ...everyKind.notifications, slack, pagerduty, to: ['pagerduty' as const], routes: [] };
    const own = permissionsOf(deployedFrom({ ...everyKind, notifications }), 'alarm-notify');

    expect(resourcesFor(own, 'secretsmanager:GetSecretValue')).toEqual([
      expect.stringMatching(new RegExp(`:secret:curfew/${everyKind.environment}/\\*$`)),
    ]);
  });

  it('the code of alarm-notify reads no secret at all where there are only mailboxes', () => {
    const { slack: _slack, ...rest } = everyKind.notifications;
    const notifications = { ...rest, email: { topic: 'atlas-mail' }, routes: [] };
    const own = permissionsOf(deployedFrom({ ...everyKind, notifications }), 'alarm-notify');

    expect(resourcesFor(own, 'secretsmanager:GetSecretValue')).toEqual([]);
  });
});

describe('the code of cleanup', async () => {
  const all = await callsOf('cleanup');

  it('the code of cleanup is searched for calls of AWS and of Kafka, and they are found', () => {
    const some = ['kafka-cluster:DeleteTopic', 'kafka-cluster:DescribeGroup', 'dynamodb:PutItem', 'sns:Publish'];

    expect([...all]).toEqual(expect.arrayContaining(some));
  });

  it('the code of cleanup may not itself do what Lambda does to bring it into the VPC', () => {
    const [forbidden] = everything
      .forbiddenTo(roleOf(everything, 'cleanup'))
      .filter(({ actions }) => actions.includes('ec2:CreateNetworkInterface'));

    expect(new Set(forbidden?.actions)).toEqual(new Set(byLambdaInVpc));
    expect(JSON.stringify(forbidden?.condition)).toMatch(
      /ArnEquals.*lambda:SourceFunctionArn.*:function:curfew-everything-cleanup/,
    );
  });
});

describe.each(environments)('every role of $environment', (deployed) => {
  const statements = deployed.allowedTo();

  it('every role of an environment is allowed * only where AWS takes nothing narrower', () => {
    const everywhere = statements.filter(({ resources }) => resources.includes('*'));

    const { cleanup, resources } = definitionOf(deployed.environment);
    expect(actionsOf(everywhere)).toEqual(
      new Set([
        ...Object.keys(onEverything(resources)),
        // Composite alarms are shown only to those who may see all alarms.
        'cloudwatch:DescribeAlarms',
        ...(cleanup ? byLambdaInVpc : []),
      ]),
    );
  });

  it('every role of an environment is allowed actions by name, by its own policy alone', () => {
    expect([...actionsOf(statements)].filter((call) => call.includes('*'))).toEqual([]);
    for (const { properties } of deployed.all('AWS::IAM::Role'))
      expect(Object.keys(properties)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(Managed)?Polic/)]));
  });
});
