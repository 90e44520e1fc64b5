// What docs/security.md says that no role may do, tried against the policies that are deployed, by IAM's own rules. What the code
// needs is tried as well: a policy that forbids everything would not pass.
import { describe, expect, it } from 'vitest';
import { cleanupPartitions, environmentPartition, notificationPartition } from '#core/state/partitions.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { mayBeTaken, mayDo, type Request } from '#test/infra/iam-evaluator.ts';
import { type Deployable, roleOf } from '#test/infra/statements.ts';
import { deployedAs, deployedFrom, environments, type Found, texts } from '#test/infra/synthesised.ts';

const everything = deployedFrom(everyKind);
const staging = deployedAs('staging');

const account = `\${AWS::AccountId}`;
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${account}:${resource}`;

const policiesOf = (stack: Pick<typeof everything, 'policiesOf'>, role: Found): Found[] => stack.policiesOf(role);

const newRelic = staging.stack('observability');

type Who = Deployable | 'new-relic';

const may = (who: Who, requests: readonly Request[]): boolean => {
  const role = who === 'new-relic' ? newRelic.only('AWS::IAM::Role') : roleOf(everything, who);
  return mayDo(policiesOf(who === 'new-relic' ? newRelic : everything, role), requests);
};

const service = arn('ecs', 'service/poc-atlas-dev/poc-atlas-dev-scoring');
const foreignService = arn('ecs', 'service/poc-atlas-dev2/poc-atlas-dev-scoring2');
const database = arn('rds', 'db:poc-atlas-dev-camunda');
const kept = arn('elasticache', 'replicationgroup:poc-atlas-dev-valkey');
const shrunk = arn('elasticache', 'replicationgroup:poc-atlas-dev-valkey-2');
const table = arn('dynamodb', 'table/curfew-state-everything');
const target = arn('application-autoscaling', 'scalable-target/0ec5example');
const topic = (name: string): string => arn('kafka', `topic/everything-msk/5f3c/${name}`);

const update = (resource: string, context: Request['context'] = {}): Request => ({
  action: 'ecs:UpdateService',
  resource,
  context: { 'ecs:cluster': arn('ecs', 'cluster/poc-atlas-dev'), ...context },
});
const scale = (namespace = 'ecs', dimension = 'ecs:service:DesiredCount'): Request => ({
  action: 'application-autoscaling:RegisterScalableTarget',
  resource: target,
  context: {
    'application-autoscaling:service-namespace': namespace,
    'application-autoscaling:scalable-dimension': dimension,
  },
});
const modify = (resource: string, failover: boolean, more: Readonly<Record<string, string>> = {}): Request => ({
  action: 'elasticache:ModifyReplicationGroup',
  resource,
  context: {
    'elasticache:AutomaticFailoverEnabled': String(failover),
    'elasticache:MultiAZEnabled': String(failover),
    ...Object.fromEntries(Object.entries(more).map(([key, value]) => [`elasticache:${key}`, value])),
  },
});
const write = (action: string, ...partitions: readonly string[]): Request => ({
  action: `dynamodb:${action}`,
  resource: table,
  context: { 'dynamodb:LeadingKeys': partitions },
});
const simply = (action: string, resource: string): Request => ({ action, resource });

const ofEnvironment = environmentPartition('everything');
const ofNotifications = notificationPartition('everything');

const exec = { 'ecs:enable-execute-command': 'true' };
const otherCode = { 'ecs:task-definition': arn('ecs', 'task-definition/miner:1') };

/** By role: in words, and what AWS would have to allow all of. */
type Row = readonly [Who, string, ...Request[]];
const rowOf = ([who, what, ...requests]: Row) => ({ who, what, requests });

const forbidden: readonly Row[] = [
  ['stop', 'give a service another task definition', update(service, otherCode)],
  ['start', 'give a service another task definition', update(service, otherCode)],
  ['start', 'switch on ECS Exec', update(service, exec)],
  ['start', 'switch on ECS Exec with another task definition', update(service, { ...exec, ...otherCode })],
  ['stop', 'change a service of another environment', update(foreignService)],
  ['stop', 'change a service beside those that are named', update(`${service}-beside`)],
  ['stop', 'delete a service', simply('ecs:DeleteService', service)],
  ['start', 'run a task', simply('ecs:RunTask', arn('ecs', 'task-definition/poc-atlas-dev-scoring:1'))],
  ['start', 'open a shell in a container', simply('ecs:ExecuteCommand', arn('ecs', 'task/poc-atlas-dev/1'))],
  ['start', 'register a task definition', simply('ecs:RegisterTaskDefinition', '*')],
  ['start', 'pass a role', simply('iam:PassRole', `arn:aws:iam::${account}:role/admin`)],
  ['stop', 'scale a table', scale('dynamodb', 'dynamodb:table:WriteCapacityUnits')],
  ['stop', 'scale a service of another environment', scale(), update(foreignService)],
  ['stop', 'take a service out of autoscaling', simply('application-autoscaling:DeregisterScalableTarget', target)],
  ['start', 'write a scaling policy', simply('application-autoscaling:PutScalingPolicy', target)],
  ['stop', 'delete a database', simply('rds:DeleteDBInstance', database)],
  ['start', 'modify a database', simply('rds:ModifyDBInstance', database)],
  ['stop', 'start a database', simply('rds:StartDBInstance', database)],
  ['start', 'stop a database', simply('rds:StopDBInstance', database)],
  ['stop', 'stop a database of another environment', simply('rds:StopDBInstance', arn('rds', 'db:poc-atlas-dev2'))],
  ['start', 'give a cache another node type', modify(shrunk, true, { CacheNodeType: 'cache.r7g.16xlarge' })],
  ['start', 'give a cache another engine version', modify(shrunk, true, { EngineVersion: '9.0' })],
  ['start', 'give a cache another parameter group', modify(shrunk, true, { CacheParameterGroupName: 'mine' })],
  ['start', 'give a cache another password', modify(shrunk, true, { AuthTokenEnabled: 'true' })],
  ['stop', 'end the encryption of a cache', modify(shrunk, false, { TransitEncryptionEnabled: 'false' })],
  ['stop', 'end the backups of a cache', modify(shrunk, false, { SnapshotRetentionLimit: '0' })],
  ['start', 'give a cache to other users', modify(shrunk, true), modify(arn('elasticache', 'usergroup:mine'), true)],
  ['start', 'take the failover of a cache away', modify(shrunk, false)],
  ['stop', 'touch a cache that is kept', modify(kept, false)],
  ['stop', 'delete a cache', simply('elasticache:DeleteReplicationGroup', shrunk)],
  [
    'stop',
    'mute alarms by a rule of another environment',
    simply('cloudwatch:PutAlarmMuteRule', arn('cloudwatch', 'alarm-mute-rule:curfew-staging-downtime-1')),
  ],
  ['stop', 'write what alarm-notify keeps', write('PutItem', ofNotifications)],
  ['alarm-notify', 'take the lease of the environment', write('PutItem', ofEnvironment)],
  ['alarm-notify', 'write to both partitions at once', write('PutItem', ofNotifications, ofEnvironment)],
  ['alarm-notify', 'forget what has to be restored', write('DeleteItem', ofEnvironment)],
  ['alarm-notify', 'prolong a lease', write('UpdateItem', ofEnvironment)],
  ['alarm-notify', 'stop a service', update(service)],
  [
    'alarm-notify',
    'have the environment stopped',
    simply('lambda:InvokeFunction', arn('lambda', 'function:curfew-everything-stop:live')),
  ],
  [
    'alarm-notify',
    'speak to the operators in the name of a run',
    simply('sns:Publish', arn('sns', 'curfew-operators-everything')),
  ],
  [
    'alarm-notify',
    'read a secret that is no webhook of its routes',
    simply('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:everything/database-AbCdEf')),
  ],
  [
    'alarm-notify',
    'put messages into the queue of another environment',
    simply('sqs:SendMessage', arn('sqs', 'curfew-notifications-staging')),
  ],
  ['reconcile', 'stop a database itself', simply('rds:StopDBInstance', database)],
  ['reconcile', 'set a task count itself', update(service)],
  ['reconcile', 'prolong or delete what runs keep', write('DeleteItem', ofEnvironment)],
  [
    'reconcile',
    'invoke a run of another environment',
    simply('lambda:InvokeFunction', arn('lambda', 'function:curfew-staging-stop:live')),
  ],
  [
    'reconcile',
    'invoke a version beside the alias',
    simply('lambda:InvokeFunction', arn('lambda', 'function:curfew-everything-stop:7')),
  ],
  ['cleanup', 'take the lease of the environment', write('PutItem', ofEnvironment)],
  ['cleanup', 'mark a notification as delivered', write('PutItem', ofNotifications)],
  ['cleanup', "empty Kafka's own topics", simply('kafka-cluster:DeleteTopic', topic('__consumer_offsets'))],
  ['cleanup', 'empty a topic on the deny list', simply('kafka-cluster:DeleteTopic', topic('orders.dlq'))],
  ['cleanup', 'empty a topic that no prefix names', simply('kafka-cluster:DeleteTopic', topic('payments'))],
  ['cleanup', 'read records', simply('kafka-cluster:ReadData', topic('orders.created'))],
  [
    'cleanup',
    'make network interfaces itself',
    {
      action: 'ec2:CreateNetworkInterface',
      resource: '*',
      context: { 'lambda:SourceFunctionArn': arn('lambda', 'function:curfew-everything-cleanup') },
    },
  ],
  ['new-relic', 'read the environment of task definitions', simply('ecs:DescribeTaskDefinition', '*')],
  [
    'new-relic',
    'read a secret',
    simply('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:poc-atlas-dev/scoring-AbCdEf')),
  ],
  ['new-relic', 'read parameters', simply('ssm:GetParameter', arn('ssm', 'parameter/platform/staging/owner/email'))],
  ['new-relic', 'read objects', simply('s3:GetObject', 'arn:aws:s3:::poc-atlas-dev-s3-sink/objects/1')],
  [
    'new-relic',
    'read logs',
    simply('logs:GetLogEvents', arn('logs', 'log-group:/ecs/poc-atlas-dev-scoring:log-stream:1')),
  ],
];

const needed: readonly Row[] = [
  ['stop', 'set a task count', update(service)],
  ['start', 'set a task count, told that Exec stays off', update(service, { 'ecs:enable-execute-command': 'false' })],
  ['stop', 'set a task count in another cluster', update(arn('ecs', 'service/other/atlas-other-app'))],
  ['stop', 'suspend autoscaling', scale(), update(service)],
  ['stop', 'stop a database', simply('rds:StopDBInstance', database)],
  ['start', 'start a database', simply('rds:StartDBInstance', database)],
  ['stop', 'take the failover of a cache away', modify(shrunk, false)],
  ['start', 'give a cache its failover back', modify(shrunk, true)],
  [
    'start',
    'give a cache its failover back, its password untouched',
    modify(shrunk, true, { AuthTokenEnabled: 'false' }),
  ],
  ['stop', 'take and prolong the lease', write('PutItem', ofEnvironment), write('UpdateItem', ofEnvironment)],
  ['stop', 'read what alarm-notify counted', write('Query', ofNotifications)],
  ['reconcile', 'say something once', write('PutItem', ofEnvironment)],
  [
    'reconcile',
    'have a run do it',
    simply('lambda:InvokeFunction', arn('lambda', 'function:curfew-everything-stop:live')),
  ],
  ['alarm-notify', 'keep a delivery', write('PutItem', ofNotifications)],
  ['alarm-notify', 'read what is expected', write('Query', ofEnvironment)],
  [
    'alarm-notify',
    "read a webhook's URL",
    simply('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:everything/slack-webhook-AbCdEf')),
  ],
  ['cleanup', 'keep its plan', write('PutItem', `${cleanupPartitions}5f3cexample`)],
  ['cleanup', 'recreate a topic of a prefix', simply('kafka-cluster:DeleteTopic', topic('ledger'))],
  ['cleanup', 'be brought into the VPC by Lambda', simply('ec2:CreateNetworkInterface', '*')],
  ['new-relic', 'read metrics', simply('cloudwatch:GetMetricData', '*')],
];

describe('no policy lets', () => {
  it.each(forbidden.map(rowOf))('no policy lets $who $what', ({ who, requests }) => {
    expect(may(who, requests)).toBe(false);
  });

  it('what no policy lets is tried against thirty actions and more, of every role', () => {
    expect(forbidden.length).toBeGreaterThanOrEqual(30);
    expect(new Set(forbidden.map(([who]) => who)).size).toBe(6);
  });
});

describe('policies let', () => {
  it.each(needed.map(rowOf))('policies let $who $what', ({ who, requests }) => {
    expect(may(who, requests)).toBe(true);
  });
});

describe.each([everything, ...environments])('the roles of $environment', ({ stackNames, stack }) => {
  const roles = stackNames.flatMap((name) => stack(name).all('AWS::IAM::Role'));
  const services = roles.flatMap((role) =>
    (
      role.properties.AssumeRolePolicyDocument as { Statement: { Principal: { Service?: string } }[] }
    ).Statement.flatMap(({ Principal }) =>
      Principal.Service === undefined ? [] : [{ role, service: Principal.Service }],
    ),
  );
  /** Whatever else a service says of what it acts for. */
  const acting = (role: Found, owner: string) => {
    const [statement] = (
      role.properties.AssumeRolePolicyDocument as {
        Statement: { Condition?: Record<string, Record<string, unknown>> }[];
      }
    ).Statement;
    const sources = Object.values(statement?.Condition ?? {}).flatMap((keys) => keys['aws:SourceArn'] ?? []);
    return {
      'aws:SourceAccount': owner,
      ...(sources.length > 0 ? { 'aws:SourceArn': texts(sources).map((one) => one.replaceAll('*', 'x')) } : {}),
    };
  };

  it('the roles of an environment are taken by a service for this account, and for no other', () => {
    expect(services.length).toBeGreaterThan(4);
    for (const { role, service: by } of services)
      expect([
        role.id,
        mayBeTaken(role, by, acting(role, account)),
        mayBeTaken(role, by, acting(role, '999999999999')),
      ]).toEqual([role.id, true, false]);
  });

  it('the roles of an environment are taken by no service that does not say for whom', () => {
    expect(services.filter(({ role, service: by }) => mayBeTaken(role, by, {})).map(({ role }) => role.id)).toEqual([]);
  });
});
