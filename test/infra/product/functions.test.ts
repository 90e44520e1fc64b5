// What every function of an environment is given, and what only the durable ones are.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { jobMinutesMax } from '#core/run-limits.ts';
import { runtimeConfiguration } from '#definition/runtime-configuration.ts';
import { memoryMegabytes, nodeVariables } from '#infra/product/function-settings.ts';
import { limits } from '#run/limits.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import { functionsOf } from '#test/infra/statements.ts';
import { environments, mailboxesOf, operatorsOf, text } from '#test/infra/synthesised.ts';

const functions = environments.flatMap((deployed) =>
  functionsOf(definitionOf(deployed.environment)).map((bundle) => ({
    deployed,
    environment: deployed.environment,
    bundle,
    name: `curfew-${deployed.environment}-${bundle}`,
  })),
);

const archive = brotliDecompressSync(readFileSync('dist/release/functions.zip.br'));
const names: string[] = [];
unzipSync(archive, { filter: ({ name }) => names.push(name) < 0 });

describe.each(functions)('the function $name', ({ bundle, deployed, name }) => {
  const lambda = deployed.only('AWS::Lambda::Function', { FunctionName: name });
  const { properties } = lambda;

  it('a function runs what is of its own name in the one archive of the release, on the runtime it was built for', () => {
    const Handler = `${bundle}/index.handler`;

    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler });
    expect(readFileSync(deployed.codeOf(lambda)).equals(archive)).toBe(true);
    expect(names).toContain(`${bundle}/index.mjs`);
  });

  it('a function is told everything that it reads from its environment', () => {
    const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
    const variables = Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, text(value)]));

    expect(runtimeConfiguration(variables)).toMatchObject({
      tableName: `\${${deployed.only('AWS::DynamoDB::Table').id}}`,
      operatorTopicArn: `\${${operatorsOf(deployed).id}}`,
    });
    expect(variables).toMatchObject(nodeVariables);
  });

  it('a function has heaps that leave room for the rest of the process, in which a night takes half of its memory', () => {
    const { NODE_OPTIONS } = (properties.Environment as { Variables: Record<string, string> }).Variables;
    const megabytesOf = (space: string) =>
      Number(new RegExp(`--max-${space}-space-size=(\\d+)`).exec(`${NODE_OPTIONS}`)?.[1]);

    expect(properties.MemorySize).toBe(memoryMegabytes);
    // V8's young generation has three semi-spaces.
    expect(3 * megabytesOf('semi') + megabytesOf('old')).toBeLessThan(memoryMegabytes);
    expect(NODE_OPTIONS).toContain('--enable-source-maps');
  });

  it('a function has a role that nothing else has', () => {
    const role = deployed.only('AWS::IAM::Role', { RoleName: name });

    expect(properties.Role).toEqual({ 'Fn::GetAtt': [role.id, 'Arn'] });
    expect(deployed.all('AWS::Lambda::Function', { Role: properties.Role })).toHaveLength(1);
  });

  it('a function keeps its logs for 30 days', () => {
    const logs = deployed.only('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/${name}` });

    expect(logs.properties.RetentionInDays).toBe(30);
    expect(properties.LoggingConfig).toEqual({ LogGroup: { Ref: logs.id } });
  });

  it('a function leaves what it could not do in the queue of all of them, and what speaks to Slack in one of its own', () => {
    const { environment } = deployed;
    const owner = bundle === 'alarm-notify' ? name : `curfew-${environment}`;
    const queue = deployed.only('AWS::SQS::Queue', { QueueName: `${owner}-dead-letters` });

    expect(properties.DeadLetterConfig).toEqual({ TargetArn: { 'Fn::GetAtt': [queue.id, 'Arn'] } });
  });

  it('a function has people told when it fails, by e-mail too, and by nothing else if it is what speaks to Slack', () => {
    // Whoever asks `control` is answered.
    if (bundle === 'control') {
      expect(deployed.all('AWS::CloudWatch::Alarm', { AlarmName: `${name}-errors` })).toEqual([]);
      return;
    }
    const alarm = deployed.only('AWS::CloudWatch::Alarm', { AlarmName: `${name}-errors` });
    const slackIsTold = bundle !== 'alarm-notify';
    const topics = [...(slackIsTold ? [operatorsOf(deployed)] : []), mailboxesOf(deployed)];

    expect(alarm.properties).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: lambda.id } }],
      Threshold: 1,
      // What is repeated anyway is news only if it goes on.
      EvaluationPeriods: bundle === 'reconcile' || bundle === 'alarm-notify' ? 3 : 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: topics.map(({ id }) => ({ Ref: id })),
    });
  });
});

const runs = functions.filter(({ bundle }) => bundle === 'start' || bundle === 'stop');

describe.each(runs)('the durable function $name', ({ deployed, name }) => {
  const lambda = deployed.only('AWS::Lambda::Function', { FunctionName: name });
  const { properties } = lambda;

  it('a durable function is durable for a little longer than the longest run, and keeps its history for two weeks', () => {
    const { ExecutionTimeout, RetentionPeriodInDays } = properties.DurableConfig as Record<string, number>;

    // A stop may let jobs finish before it begins.
    const longest = limits.runSecondsMax + (name.endsWith('-stop') ? jobMinutesMax * 60 : 0);
    expect(ExecutionTimeout).toBeGreaterThan(longest);
    expect(ExecutionTimeout).toBeLessThanOrEqual(longest + 1_800);
    expect(RetentionPeriodInDays).toBe(14);
  });

  it('a durable function notices a dead invocation within minutes', () => {
    expect(properties.Timeout).toBeGreaterThanOrEqual(120);
    expect(properties.Timeout).toBeLessThanOrEqual(300);
  });

  it('a durable function keeps every version, because a run ends on the one it began with, and moves an alias to the newest', () => {
    const version = deployed.only('AWS::Lambda::Version', { FunctionName: { Ref: lambda.id } });

    expect(version.attributes).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    deployed.template.hasResourceProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionName: { Ref: lambda.id },
      FunctionVersion: { 'Fn::GetAtt': [version.id, 'Version'] },
    });
  });
});
