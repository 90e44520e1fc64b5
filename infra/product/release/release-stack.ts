// The stack that a release's template is made of: of no environment in particular. What depends on an environment's definition is
// filled in later, without CDK (shared/deploy/template-for.ts).
import {
  Annotations,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  CfnResource,
  DefaultStackSynthesizer,
  Fn,
  Stack,
  Token,
} from 'aws-cdk-lib';
import { CfnFunction, Code } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import type { RestartRule } from '#access/restart-rules.ts';
import { functionNamesOf, invocableNameOf, namesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import type { FunctionCode } from '../constructs/environment-function.ts';
import { addOperations, type Operations } from '../operations.ts';

const parametersOf = (stack: Stack) => {
  const make = (id: string, props: ConstructorParameters<typeof CfnParameter>[2]) => new CfnParameter(stack, id, props);
  return {
    environment: make('Environment', { description: 'Name of the environment' }),
    bucket: make('ArtifactBucket', { description: 'S3 bucket with the code of the functions' }),
    key: make('ArtifactKey', { description: 'Key of the code in the bucket' }),
    email: make('Email', {
      default: '',
      description: 'Subscribed to what cannot be reported in Slack; empty for nobody',
    }),
    logRetention: make('LogRetention', {
      type: 'Number',
      default: 30,
      description: "Days for which the functions' logs are kept",
    }),
    subnets: make('CleanupSubnets', {
      type: 'CommaDelimitedList',
      default: '',
      description: 'Private subnets from which the cleanup reaches Kafka; empty where brokers are public',
    }),
    securityGroup: make('CleanupSecurityGroup', { default: '', description: 'Security group of the cleanup' }),
    brokers: make('CleanupBootstrap', { default: '', description: 'Bootstrap brokers of the cleanup, by IAM' }),
  };
};

type Parameters = ReturnType<typeof parametersOf>;

/** Every part that an environment can have, and nothing of its own: `templateFor` leaves out and fills in. */
const anyDefinition = (environment: string): Definition => ({
  environment,
  region: 'us-east-1',
  timeZone: 'UTC',
  schedule: { enabled: true, toleranceMinutes: 90 },
  calendars: [],
  whileDown: 'report',
  resources: [],
  notifications: { routes: [], runbooks: [] },
  alarms: { mute: [], graceMinutes: 10 },
  cleanup: { cluster: 'any', prefixes: [], topics: [], deny: [], accept: [], caps: { topicsMax: 0 } },
});

/** Stands for all of them: its pattern is a definition's. */
const anyRule = (environment: string): RestartRule => ({
  suffix: '',
  name: namesOf(environment).databaseRestarts,
  pattern: { source: [], 'detail-type': [], detail: { EventID: [], SourceIdentifier: [] } },
});

const releasedCode = (stack: Stack, { bucket, key }: Parameters): FunctionCode => {
  const artifacts = Bucket.fromBucketName(stack, 'Artifacts', bucket.valueAsString);
  // Another release has another key.
  Annotations.of(artifacts).acknowledgeWarning(
    '@aws-cdk/aws-lambda:codeFromBucketObjectVersionNotSpecified',
    'The key holds the hash of the content',
  );
  return (name) => ({ code: Code.fromBucket(artifacts, key.valueAsString), handler: `${name}/index.handler` });
};

const find = (scope: Construct, ...path: readonly string[]): IConstruct =>
  path.reduce<IConstruct>((node, id) => node.node.findChild(id), scope);

const isGiven = (stack: Stack, id: string, parameter: CfnParameter): CfnCondition =>
  new CfnCondition(stack, id, { expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')) });

/** Whoever gives no address subscribes nobody. */
const subscribeIfGiven = (stack: Stack, { email }: Parameters): void => {
  const subscription = find(stack, 'MailboxesTopic')
    .node.findAll()
    .find((child) => child instanceof CfnSubscription);
  if (!(subscription instanceof CfnSubscription)) throw new Error('the mailboxes have a subscription');
  subscription.cfnOptions.condition = isGiven(stack, 'HasEmail', email);
};

/** Brokers may be public; then the function is in no network of its own. */
const inNetworkIfGiven = (stack: Stack, { securityGroup, subnets }: Parameters): void => {
  const cleanup = find(stack, 'cleanup', 'Function').node.defaultChild;
  if (!(cleanup instanceof CfnFunction)) throw new Error('a function has more constructs than itself');
  const { logicalId } = isGiven(stack, 'HasVpc', securityGroup);
  cleanup.addPropertyOverride(
    'VpcConfig',
    Fn.conditionIf(
      logicalId,
      { SubnetIds: subnets.valueAsList, SecurityGroupIds: [securityGroup.valueAsString] },
      {
        Ref: 'AWS::NoValue',
      },
    ),
  );
};

/** What is delivered, and the hash of what it is granted, is a definition's. */
const deliverNothing = (stack: Stack): void => {
  const delivery = find(stack, 'Definition').node.defaultChild;
  if (!(delivery instanceof CfnResource)) throw new Error('a release delivers a definition');
  for (const property of ['Definition', 'Granted', 'Owner']) delivery.addPropertyOverride(property, '');
};

const outputs = (
  stack: Stack,
  environment: string,
  { operatorTopic, mailboxes, table, controlUrl = '' }: Operations,
): void => {
  const values = {
    OperatorTopicArn: operatorTopic.topicArn,
    MailboxesTopicArn: mailboxes.topicArn,
    StateTableName: table.tableName,
    StartFunction: invocableNameOf(environment, 'start'),
    StopFunction: invocableNameOf(environment, 'stop'),
    ReconcileFunction: functionNamesOf(environment, 'reconcile').function,
    ControlFunction: functionNamesOf(environment, 'control').function,
    ControlUrl: controlUrl,
    ScheduleGroup: namesOf(environment).scheduleGroup,
  };
  for (const [id, value] of Object.entries(values)) new CfnOutput(stack, id, { value });
};

export class ReleaseStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) });
    const parameters = parametersOf(this);
    const environment = parameters.environment.valueAsString;
    const operations = addOperations(this, {
      definition: anyDefinition(environment),
      source: '',
      logRetention: Token.asNumber(parameters.logRetention.valueAsNumber) as RetentionDays,
      ownerEmail: () => parameters.email.valueAsString,
      kafka: () => ({
        subnetIds: parameters.subnets.valueAsList,
        securityGroupId: parameters.securityGroup.valueAsString,
        bootstrapBrokers: () => parameters.brokers.valueAsString,
      }),
      codeOf: releasedCode(this, parameters),
      restarts: [anyRule(environment)],
    });
    subscribeIfGiven(this, parameters);
    inNetworkIfGiven(this, parameters);
    deliverNothing(this);
    outputs(this, environment, operations);
  }
}
