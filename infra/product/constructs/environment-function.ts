// What every Lambda of an environment has, durable or not: its code, its role, its logs, its dead letters, its settings.
import { RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  type FunctionProps,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type FunctionName, functionNamesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { memoryMegabytes, nodeVariables } from '../function-settings.ts';
import { failingAlarm } from './own-alarms.ts';
import { rolePolicies } from './role-policies.ts';

/** Where the code of a function is, and what Lambda calls in it. */
export type FunctionCode = (name: FunctionName) => { readonly code: Code; readonly handler: string };

/** What the functions of an environment have in common. */
export type Surroundings = {
  readonly definition: Definition;
  readonly table: ITable;
  readonly operatorTopic: ITopic;
  /** For what may not depend on Slack: only mailboxes subscribe to it. */
  readonly mailboxes: ITopic;
  readonly logRetention: RetentionDays;
  /** Of all functions but the one that has messages to work off. */
  readonly deadLetters: IQueue;
  readonly codeOf: FunctionCode;
};

type EnvironmentFunctionProps = Surroundings & {
  readonly name: FunctionName;
  /** Who is told when the function fails, if not the operators and the mailboxes. */
  readonly tell?: readonly ITopic[];
  /** People ask it and are answered: they need no alarm to hear that it failed. */
  readonly isAsked?: true;
  /** In how many periods of five minutes in a row invocations fail before people hear of it: one, if nothing repeats them. */
  readonly failingPeriods?: number;
  /** Besides the variables that every function reads. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What Lambda is told about this function alone. */
  readonly lambda: Pick<
    FunctionProps,
    | 'description'
    | 'timeout'
    | 'durableConfig'
    | 'currentVersionOptions'
    | 'maxEventAge'
    | 'retryAttempts'
    | 'reservedConcurrentExecutions'
  >;
};

const roleIn = (scope: Construct, { name, definition }: EnvironmentFunctionProps): Role =>
  new Role(scope, 'Role', {
    roleName: functionNamesOf(definition.environment, name).role,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });

const logsIn = (scope: Construct, { name, definition, logRetention }: EnvironmentFunctionProps): LogGroup =>
  new LogGroup(scope, 'Logs', {
    logGroupName: functionNamesOf(definition.environment, name).logGroup,
    retention: logRetention,
    // Kept, it would stand in the way of the next deployment under the same name.
    removalPolicy: RemovalPolicy.DESTROY,
  });

/** Puts the function and what belongs to it into a construct of its own. */
export const environmentFunction = (scope: Construct, props: EnvironmentFunctionProps): LambdaFunction => {
  const { name, definition, table, operatorTopic, mailboxes } = props;
  const names = functionNamesOf(definition.environment, name);
  const tell = props.tell ?? [operatorTopic, mailboxes];
  const role = roleIn(scope, props);
  const lambda = new LambdaFunction(scope, 'Function', {
    ...props.lambda,
    functionName: names.function,
    ...props.codeOf(name),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: memoryMegabytes,
    deadLetterQueue: props.deadLetters,
    // All that it may do is in its policies: CDK would grant some of it a second time.
    role: role.withoutPolicyUpdates(),
    logGroup: logsIn(scope, props),
    environment: {
      TABLE_NAME: table.tableName,
      OPERATOR_TOPIC_ARN: operatorTopic.topicArn,
      ...nodeVariables,
      ...props.environment,
    },
  });
  lambda.node.addDependency(...rolePolicies(scope, { definition, name, role }));
  if (!props.isAsked)
    failingAlarm(lambda, { name: names.errors, logGroup: names.logGroup, periods: props.failingPeriods ?? 1, tell });
  return lambda;
};
