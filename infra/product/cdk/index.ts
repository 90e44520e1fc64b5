// `curfew/cdk`: Curfew of one environment in somebody's own CDK app. The package brings the code of the functions along.
import { readFileSync } from 'node:fs';
import { Stack, Token } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { withCalendarFiles } from '#definition/calendar-files.ts';
import { checkText } from '#definition/check-text.ts';
import type { Definition } from '#definition/definition.ts';
import { type AlsoIn, alsoInOf, markShared } from '#definition/shared-things.ts';
import type { KafkaAccessPoint } from '../kafka-access-point.ts';
import { addOperations } from '../operations.ts';
import type { CurfewProps } from './types.d.ts';

const kafkaOf =
  ({ kafka, definition }: CurfewProps) =>
  (): KafkaAccessPoint => {
    if (!kafka) throw new Error(`${definition} has a cleanup: give \`kafka\`, by which it reaches the brokers`);
    const { subnetIds, securityGroupId, bootstrapBrokers } = kafka;
    const brokers = () => {
      if (bootstrapBrokers === undefined) throw new Error('give `kafka.bootstrapBrokers`, or name them in the cleanup');
      return bootstrapBrokers;
    };
    return { subnetIds, securityGroupId, bootstrapBrokers: brokers };
  };

/** Two stacks in different accounts never mean the same thing, whatever it is called. */
const placed = (curfew: Curfew): Definition => {
  const { account } = Stack.of(curfew);
  return Token.isUnresolved(account) ? curfew.definition : { account, ...curfew.definition };
};

const isCurfew = (one: unknown): one is Curfew => one instanceof Curfew;

/** Asked when the app is complete: those that are made later count, too. */
const sharedInApp = (curfew: Curfew): AlsoIn => {
  const others = curfew.node.root.node.findAll().filter(isCurfew);
  const [marked = curfew.definition] = markShared([curfew, ...others].map(placed));
  return alsoInOf(marked);
};

export class Curfew extends Construct {
  /** As its file says. */
  readonly definition: Definition;
  /** Reports, and Curfew's own alarms. */
  readonly operatorTopic: ITopic;
  /** What cannot be said in Slack. */
  readonly mailboxesTopic: ITopic;
  /** Where `curfew diff` and `curfew apply` ask: whoever may invoke it by IAM. */
  readonly controlUrl: string;

  /** Throws for a definition that is not valid, with every problem. */
  constructor(scope: Construct, id: string, props: CurfewProps) {
    super(scope, id);
    const { definition: file, email, logRetentionDays } = props;
    const source = withCalendarFiles(readFileSync(file, 'utf8'), file, new Date());
    const { definition } = checkText(source, file);
    this.definition = definition;
    const { operatorTopic, mailboxes, controlUrl } = addOperations(this, {
      definition,
      source,
      // Whoever deploys the app changes it.
      owner: 'stack',
      alsoIn: () => sharedInApp(this),
      logRetention: logRetentionDays as RetentionDays | undefined,
      ownerEmail: email === undefined ? undefined : () => email,
      kafka: kafkaOf(props),
    });
    this.operatorTopic = operatorTopic;
    this.mailboxesTopic = mailboxes;
    this.controlUrl = controlUrl ?? '';
  }
}
