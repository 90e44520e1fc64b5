// What the export to S3 needs before its connector: a bucket for the objects, one for the plugin's archive, and one that says
// who read them.
import { Aws, Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Core } from '../config/core-config.ts';
import type { FoundationNames } from '../core-names.ts';
import { keptUnlessEasy } from '../removal.ts';

type SinkBucketsProps = { readonly names: FoundationNames; readonly teardown: Core['teardown'] };

export class SinkBuckets extends Construct {
  readonly objects: Bucket;
  readonly plugins: Bucket;

  constructor(scope: Construct, id: string, { names, teardown }: SinkBucketsProps) {
    super(scope, id);
    const common: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: keptUnlessEasy({ teardown }),
      // CloudFormation deletes no bucket that has something in it.
      autoDeleteObjects: teardown === 'easy',
    };
    const accessLogs = new Bucket(this, 'access-logs', {
      ...common,
      bucketName: names.bucket('s3-sink-access', Aws.ACCOUNT_ID),
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    const logged = (prefix: string) => ({
      ...common,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: prefix,
    });
    this.objects = new Bucket(this, 'objects', {
      ...logged('objects/'),
      bucketName: names.bucket('s3-sink', Aws.ACCOUNT_ID),
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
    this.plugins = new Bucket(this, 'plugins', {
      ...logged('plugins/'),
      bucketName: names.bucket('s3-sink-plugins', Aws.ACCOUNT_ID),
    });
  }
}
