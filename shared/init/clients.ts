// The AWS clients of `curfew init`: only a person's machine needs to know EC2, and no bundle is to carry it.
import { EC2Client } from '@aws-sdk/client-ec2';
import { type AwsSettings, awsClients } from '#core/aws/clients.ts';

export const inventoryClients = (settings: AwsSettings) => {
  const { rds, ecs, elasticache, kafka, kafkaconnect, clientOf } = awsClients(settings);
  return { rds, ecs, elasticache, kafka, kafkaconnect, clientOf, ec2: new EC2Client(settings) };
};
