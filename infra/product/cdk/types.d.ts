import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export type CurfewProps = {
  /** Path of the definition. */
  readonly definition: string;
  /** Who gets an e-mail about what cannot be said in Slack. */
  readonly email?: string;
  /** Days for which the functions' logs are kept; 30, if not said. */
  readonly logRetentionDays?: number;
  /** How a cleanup comes to Kafka, where the definition has one. */
  readonly kafka?: {
    readonly subnetIds: readonly string[];
    readonly securityGroupId: string;
    readonly bootstrapBrokers?: string;
  };
};

/** Curfew of one environment. The stack owns the definition: deploying it changes it. */
export declare class Curfew extends Construct {
  /** Reports, and Curfew's own alarms. */
  readonly operatorTopic: ITopic;
  /** What cannot be said in Slack. */
  readonly mailboxesTopic: ITopic;
  /** Where `curfew diff` and `curfew apply` ask: whoever may invoke it by IAM. */
  readonly controlUrl: string;
  /** Throws for a definition that is not valid, with every problem. */
  constructor(scope: Construct, id: string, props: CurfewProps);
}
