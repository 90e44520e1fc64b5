// Lambda `event-intake`: behind a function URL or an HTTP API, and fed by its own queue while Kafka was away.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { secretValues } from '#core/aws/secret-value.ts';
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import type { Security } from '#core/kafka/security.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { deployedIntake } from '#pipeline/deployed.ts';
import type { Incoming } from '#pipeline/intake/take-in.ts';
import { queuedText } from '#pipeline/intake/waiting.ts';
import { kafkaProducer } from '#pipeline/kafka/producer.ts';
import { intakeEvent } from './flow.ts';
import { sendersOf } from './senders.ts';

const logger = plainLogger();

/** Where the function connects to: tests have other brokers, queues and secrets. */
export type IntakeSurroundings = {
  readonly securityIn: (region: string) => Security;
  readonly secret: ReturnType<typeof secretValues>;
  readonly send: (queueUrl: string, text: string) => Promise<void>;
};

const deployed = (): IntakeSurroundings => {
  const sqs = new SQSClient({});
  return {
    securityIn: (region) => ({ kind: 'token', token: mskToken(region, lambdaCredentials(process.env)) }),
    secret: secretValues({ client: new SecretsManagerClient({}) }),
    send: async (QueueUrl, MessageBody) => void (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))),
  };
};

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const waiting = new AbortController();
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  pause(ms, waiting.signal).then(
    () => reject(new Error(`no answer within ${ms} ms`)),
    () => {},
  );
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    waiting.abort();
  }
};

const prepared = ({ securityIn, secret, send }: IntakeSurroundings) => {
  const { intake, queueUrl, bootstrap, region } = deployedIntake(process.env);
  const nowMs = () => systemRuntime.now().getTime();
  const { produce } = kafkaProducer({
    clientId: 'curfew-event-intake',
    bootstrap,
    security: securityIn(region),
    timeoutMs: 4_000,
  });
  return intakeEvent({
    senders: sendersOf(intake, secret, nowMs),
    nowMs,
    produce: ({ topic, key, body, headers }: Incoming) =>
      produce([{ topic, key: Buffer.from(key), value: body, headers, bytes: body.length }]),
    queue: (event) => send(queueUrl, queuedText(event)),
    log: (text, about) => logger.warn(text, about),
    within,
  });
};

export const intakeOver = (surroundings: () => IntakeSurroundings = deployed) => {
  let handle: ReturnType<typeof prepared> | undefined;
  return (event: unknown) => {
    handle ??= prepared(surroundings());
    return handle(event);
  };
};

export const handler = intakeOver();
