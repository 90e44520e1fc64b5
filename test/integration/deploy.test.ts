// `deploy` over moto: bucket, code, change set, stack, definition, and what each service then has. What moto cannot do of it is listed in
// support/moto-template.ts; everything that CloudFormation refuses is played by the simulated one (test/shared/deploy).
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { s3Artifacts } from '#deploy/artifacts-s3.ts';
import { mine as definitionOf } from '#test/support/deployment.ts';
import { emptyMoto } from './support/moto.ts';
import {
  account,
  ask,
  bucket,
  changes,
  clients,
  code,
  deployed,
  destroyed,
  preflightOf,
  region,
  scheduler,
} from './support/moto-deployment.ts';

const mine = (...given: Parameters<typeof definitionOf>): string => definitionOf(...given).replace('eu-west-1', region);

const rightsOf = async (role: string): Promise<string> => {
  const iam = new IAMClient({ region });
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }));
  const policies = await Promise.all(
    PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName }))),
  );
  return policies.map(({ PolicyDocument = '' }) => decodeURIComponent(PolicyDocument)).join('\n');
};

const stopAt = async () =>
  (await scheduler.send(new GetScheduleCommand({ GroupName: 'curfew-mine', Name: 'stop-1' }))).ScheduleExpression;

const current = async () => (await ask({ verb: 'current', environment: 'mine' }, false)) as object;

describe('a deployment over moto', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    await emptyMoto();
  });

  it('a deployment over moto begins with a preflight that finds what is missing and what is there', async () => {
    const before = await preflightOf(mine(['db'], { topics: ['missing'] }));
    await clients.secretsmanager.send(new CreateSecretCommand({ Name: 'mine/slack-webhook', SecretString: 'any' }));
    const after = await preflightOf(mine());

    expect(before.account.id).toBe(account);
    expect(before.findings).toContainEqual(
      expect.objectContaining({ severity: 'error', what: 'the topic missing does not exist' }),
    );
    expect(before.missingSecrets).toEqual(['mine/slack-webhook']);
    expect(after.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(after.missingSecrets).toEqual([]);
  });

  it('a deployment over moto refuses a bucket that is given and not there', async () => {
    await expect(s3Artifacts(clients.s3, { account, region }).requireBucket('missing')).rejects.toThrow(
      /does not exist/,
    );
  });

  it('a deployment over moto creates the stack from an uploaded archive, and the definition is its first version', async () => {
    expect(await deployed(mine())).toMatchObject({
      kind: 'deployed',
      isNew: true,
      applied: { kind: 'same', version: 1 },
    });

    const { Stacks: [stack] = [] } = await clients.cloudformation.send(
      new DescribeStacksCommand({ StackName: 'curfew-mine' }),
    );
    expect(stack?.StackStatus).toBe('CREATE_COMPLETE');
    expect(await current()).toMatchObject({ version: { version: 1 }, owner: 'cli' });
    expect(await stopAt()).toBe('cron(0 20 * * ? *)');
  });

  it('a bucket of a deployment over moto is private and versioned, refuses what does not come by TLS, and has the code', async () => {
    const Bucket = bucket;
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key: 'curfew/1.0.0/c0de.zip' }));
    const blocked = await clients.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const { Rules = [] } = await clients.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));

    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(code)).toBe(true);
    expect(Object.values(blocked.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    expect((await clients.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    expect(Rules.map(({ ID }) => ID)).toEqual(['templates', 'overwritten']);
    // Moto obeys the policy, and is asked without TLS.
    const again = s3Artifacts(clients.s3, { account, region });
    await again.ensureBucket(bucket);
    await expect(again.put(bucket, 'any', new Uint8Array([1]))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('a stack over moto has the functions, roles, queues, topics and the table that its template names', async () => {
    const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName: 'curfew-state-mine' }));
    const stop = await clients.lambda.send(new GetFunctionCommand({ FunctionName: 'curfew-mine-stop' }));
    const { QueueUrls = [] } = await new SQSClient({ region }).send(new ListQueuesCommand({}));
    const { Topics = [] } = await new SNSClient({ region }).send(new ListTopicsCommand({}));
    const names = (all: readonly (string | undefined)[]) => all.map((one) => one?.split(/[:/]/).at(-1)).toSorted();

    expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(['pk', 'sk']);
    expect(Table?.DeletionProtectionEnabled).toBe(true);
    expect(stop.Configuration).toMatchObject({ Handler: 'stop/index.handler', Runtime: 'nodejs24.x', MemorySize: 256 });
    expect(names(QueueUrls)).toEqual([
      'curfew-mine-alarm-notify-dead-letters',
      'curfew-mine-dead-letters',
      'curfew-notifications-mine',
    ]);
    expect(names(Topics.map(({ TopicArn }) => TopicArn))).toEqual(['curfew-mailboxes-mine', 'curfew-operators-mine']);
    expect(await rightsOf('curfew-mine-stop')).toContain(`arn:aws:ecs:${region}:${account}:service/mine/mine-api`);
  });

  it('a deployment over moto that is made again, or changes a time, does not ask CloudFormation for a change', async () => {
    const before = changes.made;

    expect(await deployed(mine())).toMatchObject({ kind: 'deployed', changed: false });
    expect(await deployed(mine(['db', 'api'], { stop: '19:00' }))).toMatchObject({
      applied: { kind: 'applied', version: 2 },
    });
    expect(await stopAt()).toBe('cron(0 19 * * ? *)');
    expect(changes.made).toBe(before);
  });

  it('a deployment over moto of one more service grants the rights and then applies the definition', async () => {
    const before = changes.made;

    expect(await deployed(mine(['db', 'api', 'worker']))).toMatchObject({ applied: { kind: 'applied', version: 3 } });
    expect(await rightsOf('curfew-mine-stop')).toContain(`service/mine/mine-worker`);
    expect(changes.made).toBe(before + 1);
  });

  it('a stack over moto that is destroyed takes its functions along', async () => {
    // Moto knows no policy by which a stack keeps what is in it: it would fail at the protected table.
    await clients.dynamodb.send(
      new UpdateTableCommand({ TableName: 'curfew-state-mine', DeletionProtectionEnabled: false }),
    );

    expect(await destroyed()).toEqual({ kind: 'destroyed' });
    await expect(
      clients.lambda.send(new GetFunctionCommand({ FunctionName: 'curfew-mine-stop' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
