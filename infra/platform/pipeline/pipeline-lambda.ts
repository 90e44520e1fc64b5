// A Lambda function in the VPC of a Kafka cluster, with its doors, role, logs and the alarm on its failures.
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnFunction, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { failingAlarm } from '#infra/product/constructs/own-alarms.ts';
import { nodeVariables } from '#infra/product/function-settings.ts';
import { ports } from '../config/ports.ts';
import type { Deployable } from './deployable.ts';
import type { FunctionNames } from './pipeline-names.ts';

export type PipelineLambdaProps = {
  readonly pipeline: Pick<Deployable, 'network'>;
  readonly names: FunctionNames;
  readonly description: string;
  readonly code: Code;
  readonly rights: readonly PolicyStatement[];
  readonly bootstrapBrokers: string;
  readonly tell: ITopic;
  /** Where the function connects to, in addition to Kafka. */
  readonly egress: readonly { readonly port: number; readonly to: string }[];
};

type Size = {
  readonly memoryMegabytes: number;
  readonly timeout: Duration;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Out to Kafka and to what else the function needs; into Kafka's own group on the port of IAM. */
const doors = (scope: Construct, { pipeline, names, egress }: PipelineLambdaProps): string => {
  const { vpcId, kafkaSecurityGroupId } = pipeline.network;
  const tcp = (port: number) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });
  const group = new CfnSecurityGroup(scope, 'SecurityGroup', {
    vpcId,
    groupName: names.securityGroup,
    groupDescription: `Function ${names.function}`,
    securityGroupEgress: [
      { ...tcp(ports.kafka), destinationSecurityGroupId: kafkaSecurityGroupId, description: 'Kafka with IAM' },
      ...egress.map(({ port, to }) => ({ ...tcp(port), cidrIp: '0.0.0.0/0', description: to })),
    ],
  });
  new CfnSecurityGroupIngress(scope, 'ToKafka', {
    ...tcp(ports.kafka),
    groupId: kafkaSecurityGroupId,
    sourceSecurityGroupId: group.attrGroupId,
    description: `From ${names.function}`,
  });
  return group.attrGroupId;
};

type Made = { readonly lambda: LambdaFunction; readonly role: Role; readonly logGroup: LogGroup };

/** The parts are children of `scope`. */
export const pipelineLambda = (scope: Construct, props: PipelineLambdaProps, size: Size): Made => {
  const { pipeline, names, tell } = props;
  const securityGroupId = doors(scope, props);
  const role = new Role(scope, 'Role', {
    roleName: names.role,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  for (const statement of props.rights) role.addToPolicy(statement);
  const logGroup = new LogGroup(scope, 'Logs', {
    logGroupName: names.logGroup,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const lambda = new LambdaFunction(scope, 'Function', {
    functionName: names.function,
    description: props.description,
    code: props.code,
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: size.memoryMegabytes,
    timeout: size.timeout,
    role,
    logGroup,
    environment: { KAFKA_BOOTSTRAP: props.bootstrapBrokers, ...nodeVariables, ...size.environment },
  });
  const { defaultChild } = lambda.node;
  if (!(defaultChild instanceof CfnFunction)) throw new Error('a function consists of more than itself');
  defaultChild.vpcConfig = { subnetIds: pipeline.network.subnetIds, securityGroupIds: [securityGroupId] };
  failingAlarm(lambda, { name: names.failing, logGroup: names.logGroup, periods: 1, tell: [tell] });
  return { lambda, role, logGroup };
};
