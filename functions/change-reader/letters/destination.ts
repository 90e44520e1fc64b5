// Where the dead letters of `change-reader` go. In a file of its own, which is loaded at the first of them.
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

export const letterProducer = ({ bootstrap, region, timeoutMs, security }: Brokers): Produce =>
  kafkaProducer({
    clientId: 'curfew-change-reader',
    bootstrap,
    security: security ?? { kind: 'token', token: mskToken(region, lambdaCredentials(process.env)) },
    timeoutMs,
  }).produce;
