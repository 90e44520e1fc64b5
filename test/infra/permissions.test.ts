// The permissions of each function against what its code calls.
import { describe, expect, it } from 'vitest';
import { definitionOf } from '#config/packed.ts';
import { callsOf } from './calls.ts';
import { everyKind } from './every-kind.ts';
import {
  actionsOf,
  byLambda,
  byLambdaInVpc,
  type FunctionName,
  functionNames,
  permissionsOf,
  resourcesFor,
  roleOf,
} from './statements.ts';
import { deployedFrom, environments } from './synthesised.ts';

/** Changes that only one of the two runs asks for. Whatever is not listed here, both may do; reconcile does none. */
const onlyOf: Readonly<Record<string, FunctionName>> = {
  'start-instance': 'start',
  'stop-instance': 'stop',
  'start-cluster': 'start',
  'stop-cluster': 'stop',
  'add-replicas': 'start',
  'remove-replicas': 'stop',
  'resume-connector': 'start',
  'pause-connector': 'stop',
};

const isAskedBy = (name: FunctionName, effect: string): boolean =>
  name !== 'reconcile' && (onlyOf[effect] ?? name) === name;

/**
 * Calls in the code of a function that it never gets to: reconcile leaves leases, memories and the end of a mute to runs; a
 * start lifts the rules that a stop recorded, without a look at the alarms.
 */
const unreached: Readonly<Record<FunctionName, readonly string[]>> = {
  start: ['cloudwatch:DescribeAlarms'],
  stop: [],
  reconcile: [
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:DeleteAlarmMuteRule',
  ],
};

/** What only this function calls. */
const ownCall: Readonly<Record<FunctionName, string>> = {
  start: 'lambda:CheckpointDurableExecution',
  stop: 'lambda:CheckpointDurableExecution',
  reconcile: 'lambda:InvokeFunction',
};

/** Calls that AWS lets nobody narrow by resource, and why. */
const unnarrowable: Readonly<Record<string, string>> = {
  'application-autoscaling:DescribeScalableTargets': 'IAM knows no resource type for it',
  'cloudwatch:DescribeAlarms': 'composite alarms are shown only to those who may see all alarms',
  'ecs:DescribeTaskDefinition': 'IAM knows no resource type for it',
  'ecs:ListTasks': 'checked against * unless it names a container instance; a condition narrows it to the cluster',
  'elasticloadbalancing:DescribeTargetHealth': 'IAM knows no resource type for it',
  'kafka:ListClustersV2': 'IAM knows no resource type for it',
  'kafkaconnect:ListConnectors': 'IAM knows no resource type for it',
};

const everything = deployedFrom(everyKind);

describe.each(functionNames)('the code of %s', async (name) => {
  const { all, perEffect } = await callsOf(name);
  const allowed = actionsOf(permissionsOf(everything, name));

  it('is allowed exactly the calls that it makes', () => {
    const others = [...perEffect].filter(([effect]) => !isAskedBy(name, effect)).flatMap(([, calls]) => calls);

    const needed = [...all].filter((call) => ![...others, ...unreached[name]].includes(call));
    expect([...allowed].sort()).toEqual([...needed, ...byLambda].sort());
  });

  it('is searched for calls of every sort, and they are found', () => {
    const some = ['rds:StopDBInstance', 'ecs:ListTasks', 'dynamodb:PutItem', 'ssm:GetParameter', ownCall[name]];

    expect([...all]).toEqual(expect.arrayContaining([...some, ...unreached[name]]));
    expect(Object.keys(onlyOf).filter((effect) => !perEffect.has(effect))).toEqual([]);
  });

  it('is allowed nothing for kinds of resources and for alarms that an environment does not have', () => {
    const databases = everyKind.resources.filter(({ kind }) => kind === 'rds-instance');
    const small = deployedFrom({
      ...everyKind,
      resources: databases,
      alarms: { mute: [], graceMinutes: 10 },
    });

    const services = new Set([...actionsOf(permissionsOf(small, name))].map((call) => call.split(':')[0]));
    expect(services).toEqual(new Set(['rds', 'dynamodb', 'sns', 'ssm', 'lambda', 'logs', 'sqs']));
  });
});

/** What Lambda does in the function's name to take messages from its queue. */
const byPoller: readonly string[] = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

describe('the code of alarm-notify', async () => {
  const { all } = await callsOf('alarm-notify');
  const statements = permissionsOf(everything, 'alarm-notify');
  // Leases and memories belong to runs: the store that it asks for expectations knows more than it is asked.
  const unasked = ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

  it('is allowed exactly the calls that it makes', () => {
    const needed = [...all].filter((call) => !unasked.includes(call));

    expect([...actionsOf(statements)].sort()).toEqual([...new Set([...needed, ...byPoller, ...byLambda])].sort());
    expect(needed).toEqual(expect.arrayContaining(['secretsmanager:GetSecretValue', 'sqs:SendMessage', 'sns:Publish']));
  });

  it('reads no secret but those of the routes, and writes to no topic but those of the copies', () => {
    expect(resourcesFor(statements, 'secretsmanager:GetSecretValue').sort()).toEqual([
      expect.stringMatching(/:secret:everything\/money-webhook-\?{6}$/),
      expect.stringMatching(/:secret:everything\/slack-webhook-\?{6}$/),
    ]);
    expect(resourcesFor(statements, 'sns:Publish')).toEqual([expect.stringMatching(/:sns:.*:on-call$/)]);
  });
});

describe('the code of cleanup', async () => {
  const { all } = await callsOf('cleanup');
  const allowed = actionsOf(permissionsOf(everything, 'cleanup'));

  it('is allowed exactly the calls that it makes, of AWS and of Kafka', () => {
    expect([...allowed].sort()).toEqual([...new Set([...all, ...byLambda, ...byLambdaInVpc])].sort());
    expect([...all]).toEqual(
      expect.arrayContaining(['kafka-cluster:DeleteTopic', 'kafka-cluster:DescribeGroup', 'dynamodb:PutItem']),
    );
  });

  it('may not itself do what Lambda does to bring it into the VPC', () => {
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

  it('is allowed * only where AWS takes nothing narrower', () => {
    const everywhere = statements.filter(({ resources }) => resources.includes('*'));

    const { cleanup } = definitionOf(deployed.environment);
    expect(actionsOf(everywhere)).toEqual(new Set([...Object.keys(unnarrowable), ...(cleanup ? byLambdaInVpc : [])]));
  });

  it('is allowed actions by name, by its own policy alone', () => {
    expect([...actionsOf(statements)].filter((call) => call.includes('*'))).toEqual([]);
    for (const { properties } of deployed.all('AWS::IAM::Role'))
      expect(Object.keys(properties)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(Managed)?Polic/)]));
  });
});
