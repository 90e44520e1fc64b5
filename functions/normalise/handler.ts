// Lambda `normalise`: change events of the source topic become events, or dead letters. Its event source delivers a batch again
// until it succeeds.
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { mskToken } from '#core/kafka/msk-token.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { deployedPipeline } from '#pipeline/deployed.ts';
import { compileMapping } from '#pipeline/file/compile.ts';
import { kafkaProducer } from '#pipeline/kafka/producer.ts';
import { normaliseEvent } from './flow.ts';

type Invocation = { readonly awsRequestId: string };

const logger = plainLogger();

const prepared = () => {
  const { pipeline, topics, bootstrap, region, requestTimeoutMs } = deployedPipeline(process.env);
  const token = mskToken(region, lambdaCredentials(process.env));
  const { produce } = kafkaProducer({
    clientId: 'curfew-normalise',
    bootstrap,
    security: { kind: 'token', token },
    timeoutMs: requestTimeoutMs,
  });
  return normaliseEvent({
    mappings: pipeline.mappings.map(compileMapping),
    topics,
    produce,
    reportsPartialBatches: pipeline.normaliser?.pollers !== undefined,
    count: (counts) => logger.info('normalised', counts),
  });
};

let handle: ReturnType<typeof normaliseEvent> | undefined;

/** The pipeline is read once for each process: a change of it is a new version of the function. */
export const handler = (event: unknown, _invocation?: Invocation) => {
  handle ??= prepared();
  return handle(event);
};
