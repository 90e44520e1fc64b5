// The other services of an account that a deployment asks: as much of them as it does.
import { awsError } from '#sim/aws/aws-error.ts';
import { notSimulated, type SimulatedService } from '#sim/aws/simulated-service.ts';
import { errorOf } from '#sim/faults.ts';
import { type Account, keyOf } from './account.ts';

type BucketInput = { readonly Bucket: string; readonly Key?: string; readonly Body?: Uint8Array };

const notFound = (): never => {
  throw awsError('NotFound', 'UnknownError', { status: 404 });
};

export const simulatedS3 = ({ buckets, bucketSettings }: Account): SimulatedService => ({
  handle(operation, { Bucket, Key = '', Body }: BucketInput) {
    if (operation === 'CreateBucket') {
      buckets.set(Bucket, new Map());
      bucketSettings.set(Bucket, new Set());
      return {};
    }
    const found = buckets.get(Bucket) ?? notFound();
    if (operation === 'HeadBucket') return {};
    if (operation === 'HeadObject') return found.has(Key) ? {} : notFound();
    if (operation === 'PutObject') {
      found.set(Key, Body ?? new Uint8Array());
      return {};
    }
    if (!operation.startsWith('PutBucket') && operation !== 'PutPublicAccessBlock')
      return notSimulated('s3', operation);
    bucketSettings.get(Bucket)?.add(operation);
    return {};
  },
});

export const simulatedSts = ({ id }: Account): SimulatedService => ({
  handle: (operation, _input) =>
    operation === 'GetCallerIdentity'
      ? { Account: id, Arn: `arn:aws:sts::${id}:assumed-role/deployer/ana` }
      : notSimulated('sts', operation),
});

export const simulatedIam = ({ existing, quotas }: Account): SimulatedService => ({
  handle: (operation, _input) =>
    operation === 'GetAccountSummary'
      ? {
          SummaryMap: {
            Roles: [...existing.values()].filter(({ type }) => type === 'AWS::IAM::Role').length,
            RolesQuota: quotas.roles,
            AttachedPoliciesPerRoleQuota: quotas.policiesPerRole,
          },
        }
      : notSimulated('iam', operation),
});

/** What of Lambda is about functions that were deployed; runs of them are played elsewhere. */
export const simulatedFunctions = ({ existing, quotas, hasDurableFunctions }: Account): SimulatedService => ({
  handle(operation, { FunctionName = '' }: { readonly FunctionName?: string }) {
    if (operation === 'ListDurableExecutionsByFunction' && !hasDurableFunctions)
      throw errorOf('AccessDeniedException', 'Unable to determine service/operation name to be authorized');
    if (operation === 'GetAccountSettings')
      return { AccountLimit: { UnreservedConcurrentExecutions: quotas.concurrency } };
    if (operation !== 'GetFunction' && operation !== 'ListDurableExecutionsByFunction')
      return notSimulated('lambda', operation);
    const found = existing.get(keyOf('AWS::Lambda::Function', FunctionName));
    if (!found) throw errorOf('ResourceNotFoundException', `Function not found: ${FunctionName}`);
    return found.stack === undefined ? {} : { Tags: { 'aws:cloudformation:stack-name': found.stack } };
  },
});

export const simulatedTopics = ({ topics }: Account): SimulatedService => ({
  handle(operation, { TopicArn = '' }: { readonly TopicArn?: string }) {
    if (operation !== 'GetTopicAttributes') return notSimulated('sns', operation);
    if (!topics.has(TopicArn.split(':').at(-1) ?? '')) throw errorOf('NotFoundException', 'Topic does not exist');
    return { Attributes: { TopicArn } };
  },
});

type SecretInput = { readonly SecretId?: string; readonly Name?: string; readonly SecretString?: string };

export const simulatedSecretsOf = ({ secrets }: Account): SimulatedService => ({
  handle(operation, { SecretId = '', Name = '', SecretString = '' }: SecretInput) {
    if (operation === 'CreateSecret') {
      secrets.set(Name, SecretString);
      return { Name };
    }
    if (operation !== 'DescribeSecret') return notSimulated('secretsmanager', operation);
    if (!secrets.has(SecretId))
      throw errorOf('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { Name: SecretId };
  },
});

/** What a stack or its end does with tables; items are kept elsewhere. */
export const simulatedTables = ({ existing }: Account): SimulatedService => ({
  handle(
    operation,
    {
      TableName,
      DeletionProtectionEnabled,
    }: { readonly TableName: string; readonly DeletionProtectionEnabled?: boolean },
  ) {
    const key = keyOf('AWS::DynamoDB::Table', TableName);
    const found = existing.get(key);
    if (!found)
      throw errorOf('ResourceNotFoundException', `Requested resource not found: Table: ${TableName} not found`);
    if (operation === 'DescribeTable') return { Table: { TableName, DeletionProtectionEnabled: found.isProtected } };
    if (operation === 'UpdateTable') {
      existing.set(key, { ...found, isProtected: DeletionProtectionEnabled ?? found.isProtected });
      return {};
    }
    if (operation !== 'DeleteTable') return notSimulated('dynamodb', operation);
    if (found.isProtected)
      throw errorOf(
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    existing.delete(key);
    return {};
  },
});
