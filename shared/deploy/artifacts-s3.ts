// Where CloudFormation finds the code of the functions: a private bucket of the account, made where it is missing.
import {
  type BucketLifecycleConfiguration,
  CreateBucketCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { partitionOf } from '#core/aws/partition.ts';
import { OperationError } from '#core/errors.ts';
import type { Sends } from '#kinds/adapter.ts';
import type { Artifacts } from './ports.ts';

type Client = Sends<S3Client>;
type Where = { readonly account: string; readonly region: string };

const statusOf = (error: unknown): number | undefined =>
  (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;

const isMissing = (error: unknown): boolean =>
  (error instanceof Error && ['NotFound', 'NoSuchBucket', 'NoSuchKey'].includes(error.name)) || statusOf(error) === 404;

const elsewhere = (bucket: string, region: string, cause?: unknown): OperationError =>
  new OperationError(
    'INVALID',
    `the bucket ${bucket} is not in ${region}, and Lambda reads code only from a bucket of its own region: give another one with --bucket`,
    { cause },
  );

/** Names of buckets are everybody's: one that we may not look into is somebody else's. */
const exists = async (client: Client, Bucket: string, { account, region }: Where): Promise<boolean> => {
  try {
    const { BucketRegion = region } = await client.send(
      new HeadBucketCommand({ Bucket, ExpectedBucketOwner: account }),
    );
    if (BucketRegion !== region) throw elsewhere(Bucket, region);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    if (statusOf(error) === 301) throw elsewhere(Bucket, region, error);
    if (statusOf(error) === 403)
      throw new OperationError(
        'ACCESS_DENIED',
        `the bucket ${Bucket} is of another account, or may not be read: give one of your own with --bucket`,
        { cause: error },
      );
    throw error;
  }
};

const onlyByTls = (bucket: string, region: string): string => {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
};

const everythingBlocked = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** Read once, while a change set is made. */
export const templatesBelow = 'templates/';

/**
 * Code stays: a stack that is rolled back reads that of the release before. What was overwritten or deleted is kept for a month, and
 * the two newest of it in any case.
 */
const lifecycle = {
  Rules: [
    { ID: 'templates', Status: 'Enabled', Filter: { Prefix: templatesBelow }, Expiration: { Days: 30 } },
    {
      ID: 'overwritten',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
  ],
} satisfies BucketLifecycleConfiguration;

/** The first region has no name here. */
const place = (region: string) =>
  region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } };

export const s3Artifacts = (client: Client, where: Where): Artifacts => {
  const { account, region } = where;
  const owned = { ExpectedBucketOwner: account };
  return {
    async requireBucket(Bucket) {
      if (!(await exists(client, Bucket, where)))
        throw new OperationError('NOT_FOUND', `the bucket ${Bucket} does not exist: create it, or leave --bucket out`);
    },
    async ensureBucket(Bucket) {
      if (!(await exists(client, Bucket, where)))
        await client.send(new CreateBucketCommand({ Bucket, ...place(region) }));
      // Each time: a deployment may have been interrupted between any two of these.
      await client.send(
        new PutPublicAccessBlockCommand({ Bucket, ...owned, PublicAccessBlockConfiguration: everythingBlocked }),
      );
      await client.send(new PutBucketPolicyCommand({ Bucket, ...owned, Policy: onlyByTls(Bucket, region) }));
      await client.send(
        new PutBucketVersioningCommand({ Bucket, ...owned, VersioningConfiguration: { Status: 'Enabled' } }),
      );
      await client.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, ...owned, LifecycleConfiguration: lifecycle }),
      );
    },
    async has(Bucket, Key) {
      try {
        await client.send(new HeadObjectCommand({ Bucket, Key, ...owned }));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    async put(Bucket, Key, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ...owned, ChecksumAlgorithm: 'SHA256' }));
    },
  };
};
