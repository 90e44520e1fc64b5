// Lambda `normalise`: change events of the source topic become events, or dead letters. Its event source delivers a batch again
// until it succeeds.
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import type { Security } from '#core/kafka/security.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { deployedPipeline } from '#pipeline/deployed.ts';
import { compileMapping, plainEventsOf } from '#pipeline/file/compile.ts';
import { kafkaProducer } from '#pipeline/kafka/producer.ts';
import { normaliseEvent } from './flow.ts';

const logger = plainLogger();

/** The security of MSK's IAM. */
const iam = (region: string): Security => ({
  kind: 'token',
  token: mskToken(region, lambdaCredentials(process.env)),
});

const prepared = (securityIn: typeof iam) => {
  const { pipeline, topics, bootstrap, region, requestTimeoutMs } = deployedPipeline(process.env);
  const { produce } = kafkaProducer({
    clientId: 'curfew-normalise',
    bootstrap,
    security: securityIn(region),
    timeoutMs: requestTimeoutMs,
  });
  return normaliseEvent({
    mappings: pipeline.mappings.map(compileMapping),
    plainEvents: plainEventsOf(pipeline.normaliser?.events),
    topics,
    produce,
    reportsPartialBatches: pipeline.normaliser?.pollers !== undefined,
    count: (counts) => logger.info('normalised', counts),
  });
};

/** The pipeline is read once for each process: a change of it is a new version of the function. Tests have other brokers. */
export const normaliseOver = (securityIn = iam) => {
  let handle: ReturnType<typeof prepared> | undefined;
  return (event: unknown) => {
    handle ??= prepared(securityIn);
    return handle(event);
  };
};

export const handler = normaliseOver();
