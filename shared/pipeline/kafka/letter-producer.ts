// Produces dead letters from a function.
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import type { Security } from '#core/kafka/security.ts';
import type { Produce } from './outgoing.ts';
import { kafkaProducer } from './producer.ts';

export type LetterBrokers = {
  readonly bootstrap: readonly string[];
  readonly region: string;
  readonly timeoutMs: number;
  /** Undefined: MSK's IAM. */
  readonly security: Security | undefined;
};

export const letterProducer = (clientId: string, brokers: LetterBrokers): Produce => {
  const { bootstrap, region, timeoutMs, security } = brokers;
  return kafkaProducer({
    clientId,
    bootstrap,
    security: security ?? { kind: 'token', token: mskToken(region, lambdaCredentials(process.env)) },
    timeoutMs,
  }).produce;
};
