// The AWS clients, each made when it is first used. Credentials and region come from the environment, as everywhere in AWS.
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { KafkaClient } from '@aws-sdk/client-kafka';
import { KafkaConnectClient } from '@aws-sdk/client-kafkaconnect';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

export const awsClients = () => {
  const rds = once(() => new RDSClient());
  const ecs = once(() => new ECSClient());
  const autoscaling = once(() => new ApplicationAutoScalingClient());
  const elbv2 = once(() => new ElasticLoadBalancingV2Client());
  const elasticache = once(() => new ElastiCacheClient());
  const kafka = once(() => new KafkaClient());
  const kafkaconnect = once(() => new KafkaConnectClient());
  const dynamodb = once(() => new DynamoDBClient());
  const sns = once(() => new SNSClient());
  const ssm = once(() => new SSMClient());
  const lambda = once(() => new LambdaClient());
  return {
    get rds() {
      return rds();
    },
    get ecs() {
      return ecs();
    },
    get autoscaling() {
      return autoscaling();
    },
    get elbv2() {
      return elbv2();
    },
    get elasticache() {
      return elasticache();
    },
    get kafka() {
      return kafka();
    },
    get kafkaconnect() {
      return kafkaconnect();
    },
    get dynamodb() {
      return dynamodb();
    },
    get sns() {
      return sns();
    },
    get ssm() {
      return ssm();
    },
    get lambda() {
      return lambda();
    },
  };
};

export type AwsClients = ReturnType<typeof awsClients>;
