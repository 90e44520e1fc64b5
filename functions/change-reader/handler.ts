// Lambda `change-reader`: changes that a rule is for become messages in the queue of `alarm-notify`. Its event source delivers a batch
// again until it succeeds.
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Security } from '#core/kafka/security.ts';
import { plainLogger } from '#core/runtime/logging.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { sendMessages } from '#pipeline/changes/send-messages.ts';
import { deployedReader } from '#pipeline/deployed.ts';
import { compileRule } from '#pipeline/file/compile-rule.ts';
import { produceLater } from '#pipeline/kafka/produce-later.ts';
import { readChanges } from './flow.ts';

const logger = plainLogger();

/** Where the function connects to: tests have other brokers. */
type ReaderSurroundings = {
  /** Without it, MSK's IAM. */
  readonly securityIn?: (region: string) => Security;
};

const prepared = ({ securityIn }: ReaderSurroundings) => {
  const { pipeline, changes, queueUrl, bootstrap, region, requestTimeoutMs: timeoutMs } = deployedReader(process.env);
  return readChanges({
    settings: {
      pipeline: pipeline.pipeline ?? '',
      rules: changes.rules.map(compileRule),
      snapshots: changes.snapshots,
      maxAgeDays: changes.maxAgeDays,
    },
    deadLetters: changes.deadLetters,
    send: sendMessages(new SQSClient({}), queueUrl),
    produce: produceLater(async () => {
      const { readerLetters } = await import('./letters/destination.ts');
      return readerLetters({ bootstrap, region, timeoutMs, security: securityIn?.(region) });
    }),
    nowMs: () => systemRuntime.now().getTime(),
    reportsPartialBatches: pipeline.normaliser?.pollers !== undefined,
    count: (counts) => logger.info('changes read', counts),
  });
};

/** The pipeline is read once for each process: a change of it is a new version of the function. */
export const readerOver = (surroundings: ReaderSurroundings = {}) => {
  let handle: ReturnType<typeof prepared> | undefined;
  return (event: unknown) => {
    handle ??= prepared(surroundings);
    return handle(event);
  };
};

export const handler = readerOver();
