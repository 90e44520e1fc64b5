// What the connector of the export to S3 does: read its topics, keep its place in topics of its own, write objects.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Arn } from '#core/aws/arn.ts';
import { allow } from '#infra/product/iam/statements.ts';
import type { RunningSink } from '../config/sink-config.ts';
import { kafkaRights } from './kafka.ts';

type SinkRights = {
  readonly cluster: string;
  readonly connector: string;
  readonly sink: RunningSink;
  readonly bucket: IBucket;
};

/** Topics and groups in which MSK Connect keeps the state of its workers. */
const ofWorkers = '__amazon_msk_connect_*';

export const sinkConnector = (arn: Arn, { cluster, connector, sink, bucket }: SinkRights): PolicyStatement[] => {
  const kafka = kafkaRights(arn, { name: cluster });
  return [
    kafka.connect('kafka-cluster:DescribeCluster'),
    kafka.consume(sink.topics),
    kafka.produce([ofWorkers], 'kafka-cluster:CreateTopic', 'kafka-cluster:ReadData'),
    // Connect makes the topic of what it could not write where it is missing.
    kafka.produce([sink.failedTopic], 'kafka-cluster:CreateTopic'),
    kafka.joinGroups([ofWorkers, `connect-${connector}`]),
    allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [bucket.bucketArn]),
    allow(
      ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [bucket.arnForObjects(`${sink.prefix}/*`)],
    ),
  ];
};
