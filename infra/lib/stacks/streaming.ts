// The streaming stack of a foundation: Kafka, what exports from it, and the repositories of the images that use it.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { NetworkKey, StreamingKey } from '#infra/lib/foundation-contract.ts';
import { stackProps } from './core-stack.ts';
import type { FoundationStackProps } from './network.ts';

export type StreamingStackProps = FoundationStackProps & { readonly network: Readonly<Record<NetworkKey, string>> };

export class StreamingStack extends Stack {
  readonly values: Readonly<Record<StreamingKey, string>>;

  constructor(scope: Construct, id: string, { environment, config }: StreamingStackProps) {
    super(scope, id, stackProps(config, `${environment}: Kafka of the foundation`));
    this.values = { 'streaming/kafka-bootstrap-brokers': '' };
  }
}
