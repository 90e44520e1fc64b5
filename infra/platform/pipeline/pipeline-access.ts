// What the functions of a pipeline may do in Kafka: exactly their topics, exactly their groups.
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { functionLogs } from '#access/function-logs.ts';
import { functionNetwork } from '#access/function-network.ts';
import type { Statement } from '#access/statement.ts';
import type { Arn } from '#core/aws/arn.ts';
import { allow } from '#infra/product/iam/statements.ts';
import { normaliserGroup } from '#pipeline/file/part-names.ts';
import { kafkaRights } from '../iam/kafka.ts';
import type { DeployablePipeline } from './deployable.ts';
import type { FunctionNames } from './pipeline-names.ts';

type Consumer = { readonly reads: string; readonly group: string; readonly writes: readonly string[] };

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
  { kafka }: DeployablePipeline,
  { reads, group, writes }: Consumer,
  names: FunctionNames,
  clusterArn: string,
  arn: Arn,
): PolicyStatement[] => {
  const rights = kafkaRights(arn, { name: kafka.cluster, uuid: kafka.uuid });
  return [
    rights.connect(),
    rights.consume([reads]),
    rights.joinGroups([group]),
    rights.produce(writes),
    ...eventSource(clusterArn),
    ...[...functionLogs(names, arn), ...functionNetwork(names, arn)].map(statementOf),
  ];
};

export const normaliserRights = (
  pipeline: DeployablePipeline,
  names: FunctionNames,
  clusterArn: string,
  arn: Arn,
): PolicyStatement[] => {
  const { source, events, deadLetters } = pipeline.topics;
  const own = { reads: source, group: normaliserGroup(pipeline), writes: [events, deadLetters] };
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
    ...consumer(pipeline, { reads: events, group, writes: [deadLetters] }, names, clusterArn, arn),
    // Secrets Manager adds six characters to a name.
    allow(['secretsmanager:GetSecretValue'], [arn('secretsmanager', `secret:${secret}-??????`)]),
  ];
};
