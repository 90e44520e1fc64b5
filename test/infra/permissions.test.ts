// The permissions of each function against what its code calls and what its definition names.
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { definitionOf } from '#config/packed.ts';
import type { Action } from '#domain/definition.ts';
import { assertNever } from '#domain/errors.ts';
import { environmentSwitch } from '#runtime/switches.ts';
import { callsOf } from './calls.ts';
import { everyKind } from './every-kind.ts';
import { type Deployed, deployedFrom, environments, type Statement } from './synthesised.ts';

const actions = ['start', 'stop'] as const;
const functions = environments.flatMap((deployed) =>
  actions.map((action) => ({ action, environment: deployed.environment, deployed })),
);

const permissionsOf = (deployed: Deployed, action: Action): Statement[] =>
  deployed.allowedTo(deployed.only('AWS::IAM::Role', { RoleName: `curfew-${deployed.environment}-${action}` }));

const actionsOf = (statements: readonly Statement[]): Set<string> =>
  new Set(statements.flatMap((statement) => statement.actions));

const resourcesFor = (statements: readonly Statement[], call: string): string[] =>
  statements.filter((statement) => statement.actions.includes(call)).flatMap(({ resources }) => resources);

/** Changes that only one of the two functions asks for. Whatever is not listed here, both may do. */
const onlyOf: Readonly<Record<string, Action>> = {
  'start-instance': 'start',
  'stop-instance': 'stop',
  'start-cluster': 'start',
  'stop-cluster': 'stop',
  'add-replicas': 'start',
  'remove-replicas': 'stop',
  'resume-connector': 'start',
  'pause-connector': 'stop',
};

/** What Lambda itself does in the function's name. */
const byLambda = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage'];

/** Calls that AWS lets nobody narrow by resource, and why. */
const unnarrowable: Readonly<Record<string, string>> = {
  'application-autoscaling:DescribeScalableTargets': 'IAM knows no resource type for it',
  'ecs:DescribeTaskDefinition': 'IAM knows no resource type for it',
  'ecs:ListTasks': 'checked against * unless it names a container instance; a condition narrows it to the cluster',
  'elasticloadbalancing:DescribeTargetHealth': 'IAM knows no resource type for it',
  'kafka:ListClustersV2': 'IAM knows no resource type for it',
  'kafkaconnect:ListConnectors': 'IAM knows no resource type for it',
};

const everything = deployedFrom(everyKind);

describe.each(actions)('the code of %s', async (action) => {
  const { all, perEffect } = await callsOf(action);

  it('is allowed exactly the calls that it makes', () => {
    const others = [...perEffect].filter(([effect]) => (onlyOf[effect] ?? action) !== action);

    const needed = [...all].filter((call) => !others.some(([, calls]) => calls.includes(call)));
    expect([...actionsOf(permissionsOf(everything, action))].sort()).toEqual([...needed, ...byLambda].sort());
  });

  it('is searched for calls of every sort, and they are found', () => {
    expect([...all]).toEqual(
      expect.arrayContaining([
        'rds:StopDBInstance',
        'ecs:ListTasks',
        'dynamodb:PutItem',
        'ssm:GetParameter',
        'lambda:CheckpointDurableExecution',
      ]),
    );
    expect(Object.keys(onlyOf).filter((effect) => !perEffect.has(effect))).toEqual([]);
  });

  it('is allowed nothing for kinds of resources that an environment does not have', () => {
    const databases = everyKind.resources.filter(({ kind }) => kind === 'rds-instance');
    const small = deployedFrom({ ...everyKind, resources: databases });

    const services = new Set([...actionsOf(permissionsOf(small, action))].map((call) => call.split(':')[0]));
    expect(services).toEqual(new Set(['rds', 'dynamodb', 'sns', 'ssm', 'lambda', 'logs', 'sqs']));
  });
});

/** What the functions may change in the environment itself. */
const changedBy = (statements: readonly Statement[]): Set<string> =>
  new Set(
    statements
      .filter((one) => one.actions.some((call) => /^(rds|ecs|elasticache|kafkaconnect):(?!Describe|List)/.test(call)))
      .flatMap(({ resources }) => resources),
  );

describe.each(environments)('every role of $environment', (deployed) => {
  const statements = deployed.allowedTo();

  it('is allowed * only where AWS takes nothing narrower', () => {
    const everywhere = statements.filter(({ resources }) => resources.includes('*'));

    expect(actionsOf(everywhere)).toEqual(new Set(Object.keys(unnarrowable)));
  });

  it('is allowed actions by name, by its own policy alone', () => {
    expect([...actionsOf(statements)].filter((call) => call.includes('*'))).toEqual([]);
    for (const { properties } of deployed.all('AWS::IAM::Role'))
      expect(Object.keys(properties)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(Managed)?Polic/)]));
  });
});

describe.each(functions)('the $action function of $environment', ({ action, environment, deployed }) => {
  const statements = permissionsOf(deployed, action);
  const definition = definitionOf(environment);
  const arn = (service: string, name: string) => `arn:aws:${service}:${definition.region}:\${AWS::AccountId}:${name}`;

  it('may change what its definition names, and nothing else', () => {
    const named = definition.resources.flatMap((resource) => {
      switch (resource.kind) {
        case 'rds-instance':
          return [arn('rds', `db:${resource.instance}`)];
        case 'aurora-cluster':
          return [arn('rds', `cluster:${resource.cluster}`)];
        case 'elasticache-replication-group':
          // A start restores what a stop shrank before the definition was changed to `keep`.
          return action === 'start' || resource.whenStopped === 'shrink'
            ? [arn('elasticache', `replicationgroup:${resource.replicationGroup}`)]
            : [];
        case 'ecs-service':
          return [arn('ecs', `service/${resource.cluster}/${resource.service}`)];
        case 'msk-connector':
          return [arn('kafkaconnect', `connector/${resource.connector}/*`)];
        case 'msk-cluster':
          return [];
        default:
          return assertNever(resource);
      }
    });

    expect(changedBy(statements)).toEqual(new Set(named));
  });

  it('is held to its clusters and to ECS where the resource says little', () => {
    const conditionOf = (call: string) => statements.find((one) => one.actions.includes(call))?.condition;
    const clusters = definition.resources.flatMap((one) => (one.kind === 'ecs-service' ? [one.cluster] : []));

    expect(new Set(JSON.stringify(conditionOf('ecs:ListTasks')).match(/:cluster\/[\w-]+/g))).toEqual(
      new Set(clusters.map((cluster) => `:cluster/${cluster}`)),
    );
    expect(conditionOf('application-autoscaling:RegisterScalableTarget')).toEqual({
      StringEquals: {
        'application-autoscaling:service-namespace': 'ecs',
        'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
      },
    });
  });

  it('reaches its own table, topic, executions and logs', () => {
    const name = `curfew-${environment}-${action}`;

    expect(resourcesFor(statements, 'dynamodb:PutItem')).toEqual([
      arn('dynamodb', `table/curfew-state-${environment}`),
    ]);
    expect(resourcesFor(statements, 'sns:Publish')).toEqual([arn('sns', `curfew-operators-${environment}`)]);
    expect(resourcesFor(statements, 'lambda:CheckpointDurableExecution')).toEqual([
      arn('lambda', `function:${name}:*`),
    ]);
    expect(resourcesFor(statements, 'logs:PutLogEvents')).toEqual([arn('logs', `log-group:/aws/lambda/${name}:*`)]);
  });

  it('may read the switch that its code reads', async () => {
    const client = new SSMClient({ region: definition.region });
    const ssm = mockClient(client);
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'true' } });

    await environmentSwitch(client)(environment);

    const read = ssm.commandCalls(GetParameterCommand).map(({ args: [{ input }] }) => input.Name);
    expect(resourcesFor(statements, 'ssm:GetParameter')).toEqual(read.map((name) => arn('ssm', `parameter${name}`)));
  });

  it('cannot change anything of another environment, even when an event asks for that', () => {
    const others = functions.filter((other) => other.environment !== environment);
    const theirs = others.flatMap((other) => [...changedBy(permissionsOf(other.deployed, other.action))]);

    expect(theirs.filter((resource) => changedBy(statements).has(resource))).toEqual([]);
  });
});
