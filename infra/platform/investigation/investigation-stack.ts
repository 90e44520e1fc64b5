// The stack of `alarm-investigation`, deployed alone and only where a definition asks for it: a queue on the topics of the alarms
// and on the results of AWS DevOps Agent, the function, and what tells people that it fails.
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  EventSourceMapping,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSubscription, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { investigateAlarms, investigationNames } from '#access/investigations.ts';
import type { Statement } from '#access/statement.ts';
import { namesOf } from '#core/deployed.ts';
import type { Definition, Investigations } from '#definition/definition.ts';
import { DeadLetterQueue } from '#infra/product/constructs/dead-letter-queue.ts';
import { failingAlarm } from '#infra/product/constructs/own-alarms.ts';
import { memoryMegabytes, nodeVariables } from '#infra/product/function-settings.ts';
import { arnsIn } from '#infra/product/iam/statements.ts';

type Investigating = Definition & { readonly investigations: Investigations };

const timeout = Duration.seconds(30);
/** An alarm is looked at for an hour: later it is no news. The result of an investigation waits as long. */
const retention = Duration.hours(1);
/** An hour of tries, six time-outs apart, as AWS asks for. */
const receivesMax = 15;

const statementOf = ({ actions, resources, conditions }: Statement): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources], conditions });

/** EventBridge's names of an investigation's end; as shared/notify/investigations/result.ts reads them. */
const isOver = [{ prefix: 'Investigation ' }];

export class InvestigationStack extends Stack {
  readonly #definition: Investigating;

  constructor(scope: Construct, definition: Investigating, code: Code) {
    const names = investigationNames(definition.environment);
    super(scope, names.stack, {
      env: { region: definition.region },
      description: `Curfew: has AWS DevOps Agent investigate alarms of ${definition.environment}`,
    });
    this.#definition = definition;
    const { operatorTopic, mailboxes } = namesOf(definition.environment);
    const topic = (id: string, name: string) => Topic.fromTopicArn(this, id, arnsIn(this)('sns', name));
    const tell = [topic('Operators', operatorTopic), topic('Mailboxes', mailboxes)];
    const queue = this.queue(tell);
    this.function(queue, code, tell);
    this.hearAlarms(queue);
    this.hearResults(queue);
  }

  private queue(tell: readonly ITopic[]): Queue {
    const names = investigationNames(this.#definition.environment);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      name: names.deadLetters,
      meaning:
        `An alarm of ${this.#definition.environment} was not investigated, or a result was not reported: read the reason in ` +
        `${names.logGroup}, then purge the queue. Nothing in it is worth an investigation any more.`,
      tell: [...tell],
    }).queue;
    return new Queue(this, 'Queue', {
      queueName: names.queue,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: retention,
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: receivesMax },
    });
  }

  private function(queue: IQueue, code: Code, tell: readonly ITopic[]): void {
    const { environment } = this.#definition;
    const names = investigationNames(environment);
    const arn = arnsIn(this);
    const role = new Role(this, 'Role', {
      roleName: names.role,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    for (const statement of investigateAlarms(this.#definition, arn)) role.addToPolicy(statementOf(statement));
    const lambda = new LambdaFunction(this, 'Function', {
      functionName: names.function,
      description: `Curfew: has AWS DevOps Agent investigate alarms of ${environment}`,
      ...{ code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64 },
      ...{ memorySize: memoryMegabytes, timeout, role: role.withoutPolicyUpdates() },
      logGroup: new LogGroup(this, 'Logs', {
        logGroupName: names.logGroup,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      environment: {
        ENVIRONMENT: environment,
        TABLE_NAME: namesOf(environment).stateTable,
        OPERATOR_TOPIC_ARN: arn('sns', namesOf(environment).operatorTopic),
        ...nodeVariables,
      },
    });
    new EventSourceMapping(this, 'FromQueue', {
      ...{
        target: lambda,
        eventSourceArn: queue.queueArn,
        batchSize: 5,
        reportBatchItemFailures: true,
        maxConcurrency: 2,
      },
    }).node.addDependency(role);
    // Messages come again by themselves.
    failingAlarm(lambda, { name: names.errors, logGroup: names.logGroup, periods: 3, tell: [...tell] });
  }

  private letIn(queue: Queue, service: string, sourceArn: string) {
    return queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      }),
    ).policyDependable;
  }

  private hearAlarms(queue: Queue): void {
    for (const name of this.#definition.notifications.topics ?? []) {
      const topicArn = arnsIn(this)('sns', name);
      const policy = this.letIn(queue, 'sns.amazonaws.com', topicArn);
      const subscription = new CfnSubscription(this, `Hears-${name}`, {
        ...{ topicArn, protocol: 'sqs', endpoint: queue.queueArn, rawMessageDelivery: false },
      });
      if (policy) subscription.node.addDependency(policy);
    }
  }

  /** Of its own agent space alone. */
  private hearResults(queue: Queue): void {
    const { agentSpace } = this.#definition.investigations;
    const rule = new CfnRule(this, 'Results', {
      name: investigationNames(this.#definition.environment).rule,
      description: `Ends of investigations of ${this.#definition.environment}`,
      eventPattern: {
        source: ['aws.aidevops'],
        'detail-type': isOver,
        detail: { metadata: { agent_space_id: [agentSpace] } },
      },
      targets: [{ id: 'queue', arn: queue.queueArn }],
    });
    this.letIn(queue, 'events.amazonaws.com', rule.attrArn);
  }
}
