// The AWS clients, each made when it is first used. Credentials and region come from the environment, as everywhere in AWS,
// unless a person chose others.
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
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
import { callSeconds } from './call-seconds.ts';

const createOnce = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** `profile`: of the shared configuration files. `maxAttempts`: how often a call is made before it counts as failed. */
export type AwsSettings = {
  readonly region?: string;
  readonly profile?: string;
  readonly maxAttempts?: number;
  /** Where they come from, if not from where AWS clients usually look. */
  readonly credentials?: NonNullable<ConstructorParameters<typeof DynamoDBClient>[0]>['credentials'] & {};
};

const requestHandler = {
  connectionTimeout: callSeconds.connect * 1_000,
  requestTimeout: callSeconds.answer * 1_000,
  throwOnRequestTimeout: true,
};

export const awsClients = (given: AwsSettings = {}) => {
  const settings = { ...given, requestHandler };
  const rds = createOnce(() => new RDSClient(settings));
  const ecs = createOnce(() => new ECSClient(settings));
  const autoscaling = createOnce(() => new ApplicationAutoScalingClient(settings));
  const elbv2 = createOnce(() => new ElasticLoadBalancingV2Client(settings));
  const elasticache = createOnce(() => new ElastiCacheClient(settings));
  const kafka = createOnce(() => new KafkaClient(settings));
  const kafkaconnect = createOnce(() => new KafkaConnectClient(settings));
  const cloudwatch = createOnce(() => new CloudWatchClient(settings));
  const dynamodb = createOnce(() => new DynamoDBClient(settings));
  const sns = createOnce(() => new SNSClient(settings));
  const ssm = createOnce(() => new SSMClient(settings));
  // A synchronous invocation waits for the function's end.
  const lambda = createOnce(
    () => new LambdaClient({ ...given, requestHandler: { connectionTimeout: callSeconds.connect * 1_000 } }),
  );
  const others = new Map<string, unknown>();
  return {
    /** A client that only some environments need, by the name that its calls have in traces. */
    clientOf<C>(service: string, client: new (settings: Record<string, unknown>) => C): C {
      const made = others.get(service) ?? new client({ ...settings });
      others.set(service, made);
      return made as C;
    },
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
    get cloudwatch() {
      return cloudwatch();
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
