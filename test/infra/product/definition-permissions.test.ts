// The permissions of each function against what the definition of its environment names.
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { awsNameOf, definitionOf as definitionOfKind, isGate, type Resource } from '#kinds/resource.ts';
import { environmentSwitch } from '#run/switches.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import {
  changedBy,
  changesIn,
  type FunctionName,
  functionNames,
  permissionsOf,
  resourcesFor,
} from '#test/infra/statements.ts';
import { environments } from '#test/infra/synthesised.ts';

const functions = environments.flatMap((deployed) =>
  functionNames.map((name) => ({ name, environment: deployed.environment, deployed })),
);

/** What a run may change: all but what it only checks. A start restores what a stop shrank before the definition said `keep`. */
const changeable = (name: FunctionName, resource: Resource): boolean => {
  if (name === 'reconcile') return false;
  return !isGate(resource) || (name === 'start' && definitionOfKind(resource.kind).gate !== 'always');
};

/** The name in an ARN of this region, without the type before it and what AWS draws behind it: `service/a/one` -> `a/one`. */
const namedIn = (arn: string, region: string): string =>
  arn.replace(new RegExp(`^arn:aws:[\\w-]+:${region}:\\$\\{AWS::AccountId\\}:[\\w-]+[:/]`), '').replace(/\/\*$/, '');

describe.each(functions)('the $name function of $environment', ({ name, environment, deployed }) => {
  const statements = permissionsOf(deployed, name);
  const definition = definitionOf(environment);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${definition.region}:\${AWS::AccountId}:${rest}`;

  it('a function of an environment may change what its definition names, and nothing else', () => {
    const named = definition.resources.filter((resource) => changeable(name, resource)).map(awsNameOf);

    expect([...changedBy(statements)].map((one) => namedIn(one, definition.region)).sort()).toEqual(named.sort());
    expect(changesIn(statements).length === 0).toBe(name === 'reconcile');
  });

  const conditionOf = (call: string) => statements.find((one) => one.actions.includes(call))?.condition;

  it('a function of an environment is held to its clusters where the resource says nothing', () => {
    const clusters = definition.resources.flatMap((one) => (one.kind === 'ecs-service' ? [one.cluster] : []));

    expect(new Set(JSON.stringify(conditionOf('ecs:ListTasks')).match(/:cluster\/[\w-]+/g))).toEqual(
      new Set(clusters.map((cluster) => `:cluster/${cluster}`)),
    );
  });

  it('a function of an environment is held to ECS where the resource says little, if it may touch scaling at all', () => {
    const held = {
      StringEquals: {
        'application-autoscaling:service-namespace': 'ecs',
        'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
      },
    };

    expect(conditionOf('application-autoscaling:RegisterScalableTarget')).toEqual(
      name === 'reconcile' ? undefined : held,
    );
  });

  it('a function of an environment may mute the alarms that its definition names, by rules of its own', () => {
    const rules = ['alarm-mute-rule', 'alarm-mute'].map((type) =>
      arn('cloudwatch', `${type}:curfew-${environment}-downtime-*`),
    );
    const alarms = definition.alarms.mute.map((one) => arn('cloudwatch', `alarm:${one}`));

    expect(resourcesFor(statements, 'cloudwatch:PutAlarmMuteRule')).toEqual([...rules, ...alarms].sort());
    expect(resourcesFor(statements, 'cloudwatch:DeleteAlarmMuteRule')).toEqual(name === 'reconcile' ? [] : rules);
    expect(resourcesFor(statements, 'cloudwatch:DescribeAlarms')).toEqual(['*']);
    expect(resourcesFor(statements, 'cloudwatch:ListAlarmMuteRules')).toEqual(
      name === 'reconcile' ? [] : [arn('cloudwatch', 'alarm-mute*')],
    );
  });

  it('a function of an environment reaches its own table, topic and logs', () => {
    expect(resourcesFor(statements, 'dynamodb:PutItem')).toEqual([
      arn('dynamodb', `table/curfew-state-${environment}`),
    ]);
    expect(resourcesFor(statements, 'sns:Publish')).toEqual([arn('sns', `curfew-operators-${environment}`)]);
    expect(resourcesFor(statements, 'logs:PutLogEvents')).toEqual([
      arn('logs', `log-group:/aws/lambda/curfew-${environment}-${name}:*`),
    ]);
  });

  it('a function of an environment reaches its own executions if it is a run, and the two runs through their aliases if it is reconcile', () => {
    const run = [arn('lambda', `function:curfew-${environment}-${name}:*`)];
    const aliases = ['start', 'stop'].map((action) => arn('lambda', `function:curfew-${environment}-${action}:live`));

    expect(resourcesFor(statements, 'lambda:CheckpointDurableExecution')).toEqual(name === 'reconcile' ? [] : run);
    expect(resourcesFor(statements, 'lambda:InvokeFunction')).toEqual(name === 'reconcile' ? aliases : []);
  });

  it('a function of an environment may read the switch that its code reads', async () => {
    const client = new SSMClient({ region: definition.region });
    const ssm = mockClient(client);
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'true' } });

    await environmentSwitch(client)(environment);

    const read = ssm.commandCalls(GetParameterCommand).map(({ args: [{ input }] }) => input.Name);
    expect(resourcesFor(statements, 'ssm:GetParameter')).toEqual(read.map((name) => arn('ssm', `parameter${name}`)));
  });

  it('a function of an environment cannot change anything of another environment, even when an event asks for that', () => {
    const others = functions.filter((other) => other.environment !== environment);
    const theirs = others.flatMap((other) => [...changedBy(permissionsOf(other.deployed, other.name))]);

    expect(theirs.filter((resource) => changedBy(statements).has(resource))).toEqual([]);
  });
});
