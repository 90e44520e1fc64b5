// A durable Lambda: `start` or `stop` of one environment, with its role, its logs, its dead letters and its alias.
import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Action, Definition } from '#domain/definition.ts';
import { limits } from '#engine/limits.ts';
import { configOf } from '#infra/config/environment-config.ts';
import { permissionsOf } from '#infra/lib/iam/index.ts';
import { arnsIn } from '#infra/lib/iam/permissions.ts';
import { functionNamesOf, liveAlias } from '#infra/lib/naming.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export type DurableFunctionProps = {
  readonly action: Action;
  readonly definition: Definition;
  readonly table: ITable;
  readonly operatorTopic: ITopic;
};

/** What `npm run build` made: the same files that the tests run. */
const codeOf = (action: Action): Code =>
  Code.fromAsset(fileURLToPath(new URL(`../../../dist/functions/${action}`, import.meta.url)));

/** Past a run's own limit there is still its report to keep and to send, with retries. */
const executionTimeout = Duration.seconds(limits.runSecondsMax).plus(Duration.minutes(15));

export class DurableFunction extends Construct {
  readonly alias: Alias;

  constructor(scope: Construct, id: string, props: DurableFunctionProps) {
    super(scope, id);
    const { action, definition, operatorTopic } = props;
    const names = functionNamesOf(definition.environment, action);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      name: names.deadLetters,
      meaning:
        `A ${action} of ${definition.environment} died, perhaps without a report. See ${names.logGroup} and the ` +
        `durable executions of ${names.function}. Run it again by hand, then purge the queue.`,
      tell: operatorTopic,
    });
    const lambda = new LambdaFunction(this, 'Function', {
      functionName: names.function,
      description: `Curfew: ${action === 'start' ? 'starts' : 'stops'} ${definition.environment}`,
      code: codeOf(action),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      // Of one invocation, not of the run: a crashed one is noticed and repeated only after this.
      timeout: Duration.minutes(2),
      // Can only be set when the function is created; with a fixed name it cannot be replaced later.
      durableConfig: { executionTimeout, retentionPeriod: Duration.days(14) },
      // A run that is under way resumes on the version it began with, so a deployment must not take that one away.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      deadLetterQueue: deadLetters.queue,
      role: this.role(props),
      logGroup: this.logGroup(props),
      environment: {
        TABLE_NAME: props.table.tableName,
        OPERATOR_TOPIC_ARN: operatorTopic.topicArn,
        NODE_OPTIONS: '--enable-source-maps',
      },
    });
    this.alias = new Alias(this, 'Live', { aliasName: liveAlias, version: lambda.currentVersion });
  }

  private role({ action, definition }: DurableFunctionProps): Role {
    const role = new Role(this, 'Role', {
      roleName: functionNamesOf(definition.environment, action).role,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    for (const statement of permissionsOf(action, definition, arnsIn(Stack.of(this)))) role.addToPolicy(statement);
    return role;
  }

  private logGroup({ action, definition: { environment } }: DurableFunctionProps): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: functionNamesOf(environment, action).logGroup,
      retention: configOf(environment).logRetention,
      // Kept, it would stand in the way of the next deployment under the same name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
