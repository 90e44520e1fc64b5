// Where the dead letters of `clickhouse-sink` go. In a file of its own, because few batches have any: the Kafka client and the signer of
// its tokens are half of what the function would load.
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import type { Security } from '#core/kafka/security.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';
import { kafkaProducer } from '#pipeline/kafka/producer.ts';

type Brokers = {
  readonly bootstrap: readonly string[];
  readonly region: string;
  readonly timeoutMs: number;
  /** Undefined: MSK's IAM. */
  readonly security: Security | undefined;
};

export const deadLetterProducer = ({ bootstrap, region, timeoutMs, security }: Brokers): Produce =>
  kafkaProducer({
    clientId: 'curfew-clickhouse-sink',
    bootstrap,
    security: security ?? { kind: 'token', token: mskToken(region, lambdaCredentials(process.env)) },
    timeoutMs,
  }).produce;
