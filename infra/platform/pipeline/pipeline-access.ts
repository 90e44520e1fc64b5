// What the functions of a pipeline may do in Kafka: exactly their topics, exactly their groups.
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { functionLogs } from '#access/function-logs.ts';
import { functionNetwork } from '#access/function-network.ts';
import type { Statement } from '#access/statement.ts';
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import { allow } from '#infra/product/iam/statements.ts';
import { normaliserGroup, readerGroup } from '#pipeline/file/part-names.ts';
import type { StoreName } from '#pipeline/file/store-names.ts';
import { kafkaRights } from '../iam/kafka.ts';
import type { ChangeReading, Deployable, DeployablePipeline, MongoSource } from './deployable.ts';
import type { FunctionNames } from './pipeline-names.ts';

type Consumer = {
  readonly reads: readonly string[];
  readonly groups: readonly string[];
  readonly writes: readonly string[];
};

/** Lambda's event source asks for these in the function's name, to find the brokers and to come into the VPC. */
const eventSource = (clusterArn: string): PolicyStatement[] => [
  allow(['kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'], [clusterArn]),
  allow(['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs'], ['*']),
];

/** For CDK, of rights that are data. */
const statementOf = ({ effect, actions, resources, conditions }: Statement): PolicyStatement =>
  new PolicyStatement({
    effect: effect === 'Deny' ? Effect.DENY : Effect.ALLOW,
    ...{ actions: [...actions], resources: [...resources], conditions },
  });

const consumer = (
  { kafka }: Pick<Deployable, 'kafka'>,
  { reads, groups, writes }: Consumer,
  names: FunctionNames,
  clusterArn: string,
  arn: Arn,
): PolicyStatement[] => {
  const rights = kafkaRights(arn, { name: kafka.cluster, uuid: kafka.uuid });
  return [
    rights.connect(),
    rights.consume(reads),
    rights.joinGroups(groups),
    rights.produce(writes),
    ...eventSource(clusterArn),
    ...[...functionLogs(names, arn), ...functionNetwork(names, arn)].map(statementOf),
  ];
};

/** Secrets Manager adds six characters to a name. */
const secretOf = (secret: string, arn: Arn): PolicyStatement =>
  allow(['secretsmanager:GetSecretValue'], [arn('secretsmanager', `secret:${secret}-??????`)]);

export const normaliserRights = (
  pipeline: DeployablePipeline,
  names: FunctionNames,
  clusterArn: string,
  arn: Arn,
): PolicyStatement[] => {
  const { source, events, deadLetters } = pipeline.topics;
  const own = { reads: [source], groups: [normaliserGroup(pipeline)], writes: [events, deadLetters] };
  return consumer(pipeline, own, names, clusterArn, arn);
};

export const sinkRights = (
  pipeline: DeployablePipeline,
  { group, secret }: { readonly group: string; readonly secret: string },
  names: FunctionNames,
  clusterArn: string,
  arn: Arn,
): PolicyStatement[] => {
  const { events, deadLetters } = pipeline.topics;
  return [
    ...consumer(pipeline, { reads: [events], groups: [group], writes: [deadLetters] }, names, clusterArn, arn),
    secretOf(secret, arn),
  ];
};

/** How the function logs in to its store: by IAM, or with what a secret holds. */
const loginRights = ({ stores = {} }: DeployablePipeline, store: StoreName, arn: Arn): PolicyStatement[] => {
  const secret = stores[store]?.credentialsSecret;
  if (secret !== undefined) return [secretOf(secret, arn)];
  const { postgres, cassandra } = stores;
  if (store === 'postgres' && postgres)
    return [allow(['rds-db:connect'], [arn('rds-db', `dbuser:${postgres.resourceId}/${postgres.user}`)])];
  if (store === 'cassandra' && cassandra)
    return [
      allow(['cassandra:Modify'], [arn('cassandra', `/keyspace/${cassandra.keyspace}/table/${cassandra.table}`)]),
      // The driver asks which nodes there are.
      allow(['cassandra:Select'], [arn('cassandra', '/keyspace/system*')]),
    ];
  return [];
};

/** Reads events alone, writes dead letters alone, and logs in to its store alone. */
export const storeRights = (
  pipeline: DeployablePipeline,
  store: StoreName,
  names: FunctionNames,
  clusterArn: string,
  arn: Arn,
): PolicyStatement[] => {
  const { events, deadLetters } = pipeline.topics;
  const group = pipeline.stores?.[store]?.consumerGroup ?? '';
  return [
    ...consumer(pipeline, { reads: [events], groups: [group], writes: [deadLetters] }, names, clusterArn, arn),
    ...loginRights(pipeline, store, arn),
  ];
};

/** Reads the topics with changes, writes dead letters, and puts messages into one queue. */
export const readerRights = (
  pipeline: ChangeReading,
  names: FunctionNames,
  clusterArn: string,
  arn: Arn,
): PolicyStatement[] => {
  const { topics, deadLetters, environment } = pipeline.changes;
  const groups = topics.map((topic) => readerGroup(pipeline.changes, topic));
  return [
    ...consumer(pipeline, { reads: topics, groups, writes: [deadLetters] }, names, clusterArn, arn),
    allow(['sqs:SendMessage'], [arn('sqs', namesOf(environment).notifications)]),
  ];
};

/** Writes the topics of its senders alone, reads none, and reads their secrets. */
export const intakeRights = (
  { kafka, intake = {} }: Pick<Deployable, 'kafka' | 'intake'>,
  names: FunctionNames,
  arn: Arn,
): PolicyStatement[] => {
  const rights = kafkaRights(arn, { name: kafka.cluster, uuid: kafka.uuid });
  const senders = Object.values(intake);
  const secrets = senders.flatMap(({ secret }) => secret ?? []);
  return [
    rights.connect(),
    rights.produce([...new Set(senders.map(({ topic }) => topic))]),
    ...(secrets.length === 0
      ? []
      : [
          allow(
            ['secretsmanager:GetSecretValue'],
            [...new Set(secrets)].map((secret) => arn('secretsmanager', `secret:${secret}-??????`)),
          ),
        ]),
    ...[...functionLogs(names, arn), ...functionNetwork(names, arn)].map(statementOf),
  ];
};

/** Topics and groups in which MSK Connect keeps the state of its workers: the resume token among them. */
const ofWorkers = '__amazon_msk_connect_*';

/** The connector writes its own topics, and reads nothing but the state of its workers. */
export const connectorRights = (
  { kafka, topics }: DeployablePipeline,
  { topicPrefix, database, collection, connectionSecret }: MongoSource,
  arn: Arn,
): PolicyStatement[] => {
  const rights = kafkaRights(arn, { name: kafka.cluster, uuid: kafka.uuid });
  // Of a whole database each collection has a topic.
  const written = collection === undefined ? `${topicPrefix}.${database}.*` : topics.source;
  return [
    rights.connect('kafka-cluster:DescribeCluster'),
    rights.produce([written, `${topicPrefix}.heartbeats`, topics.deadLetters]),
    rights.produce([ofWorkers], 'kafka-cluster:CreateTopic', 'kafka-cluster:ReadData'),
    rights.joinGroups([ofWorkers]),
    allow(['secretsmanager:GetSecretValue'], [arn('secretsmanager', `secret:${connectionSecret}-??????`)]),
  ];
};
