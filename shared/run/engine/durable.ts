// The durable engine: AWS Lambda durable functions. The only file that imports their SDK (facts/durable-functions.md).
import {
  createRetryStrategy,
  type DurableContext,
  DurableExecutionApiClient,
  type DurableExecutionClient,
  DurableExecutionClientError,
  DurableExecutionClientErrorScope,
  type DurableLogger,
  JitterStrategy,
  NestingType,
  retryPresets,
  withDurableExecution,
} from '@aws/durable-execution-sdk-js';
import { InvocationError } from '#core/errors.ts';
import { willFailAgain } from '#core/will-fail-again.ts';
import type { Branch, BranchResult, NextPoll, Retry, Workflow } from '#core/workflow.ts';

/**
 * SDK 2.4.0 turns a stale checkpoint token into a failed execution, where AWS documents a retried invocation
 * (facts/durable-functions.md 3.9, issue 917). Only this error is given the right scope.
 */
export const safeClient = (inner: DurableExecutionClient): DurableExecutionClient => ({
  getExecutionState: (params, logger) => inner.getExecutionState(params, logger),
  checkpoint: async (params, logger) => {
    try {
      return await inner.checkpoint(params, logger);
    } catch (error) {
      throw isStaleToken(error)
        ? new DurableExecutionClientError(error.message, { scope: DurableExecutionClientErrorScope.INVOCATION })
        : error;
    }
  },
});

const isStaleToken = (error: unknown): error is Error =>
  error instanceof Error &&
  error.name === 'InvalidParameterValueException' &&
  /^invalid checkpoint token/i.test(error.message);

const strategyOf = (retry: Retry): ReturnType<typeof createRetryStrategy> => {
  const strategy = createRetryStrategy({
    maxAttempts: retry.attempts,
    initialDelay: { seconds: retry.firstDelaySeconds },
    maxDelay: { seconds: retry.maxDelaySeconds },
    backoffRate: 2,
    jitter: JitterStrategy.NONE,
  });
  return (error, attempt) => (willFailAgain(error) ? { shouldRetry: false } : strategy(error, attempt));
};

const durableWorkflow = (context: DurableContext): Workflow => ({
  log: {
    info: (message, fields) => context.logger.info(message, fields),
    warn: (message, fields) => context.logger.warn(message, fields),
  },
  step: (name, fn, retry) =>
    context.step(name, () => fn(), { retryStrategy: retry ? strategyOf(retry) : retryPresets.noRetry }),
  waitUntil: (name, initial, check, nextPoll) =>
    context.waitForCondition(name, (state) => check(state), {
      initialState: initial,
      waitStrategy: (state) => {
        const judged: NextPoll = nextPoll(state);
        return judged.done
          ? { shouldContinue: false }
          : { shouldContinue: true, delay: { seconds: judged.afterSeconds } };
      },
    }),
  parallel: async <T>(name: string, branches: readonly Branch<T>[], maxConcurrency: number) => {
    const batch = await context.parallel<T>(
      name,
      branches.map((branch) => ({ name: branch.name, func: (child) => branch.run(durableWorkflow(child)) })),
      // Without this the first failed branch ends the others (facts/durable-functions.md 3.5).
      { maxConcurrency, nesting: NestingType.FLAT, completionConfig: { toleratedFailurePercentage: 100 } },
    );
    return branches.map((branch, index): BranchResult<T> => {
      const item = batch.all.find((candidate) => candidate.index === index);
      return item?.status === 'SUCCEEDED'
        ? { name: branch.name, ok: true, value: item.result as T }
        : { name: branch.name, ok: false, error: item?.error?.message ?? 'not run' };
    });
  },
  scope: (name, fn) => context.runInChildContext(name, (child) => fn(durableWorkflow(child))),
});

/**
 * What the handler throws ends the execution as failed, unless it says that only the invocation is over: then the service begins
 * the next one, as after a crash.
 */
const endingInvocationOnly = (error: unknown): unknown =>
  error instanceof InvocationError
    ? Object.assign(error, { isUnrecoverable: true, isUnrecoverableInvocation: true })
    : error;

type Options = { readonly client?: DurableExecutionClient; readonly logger?: DurableLogger };

/** Makes a durable Lambda handler of a run. `client` is the transport; tests and self-hosted engines bring their own. */
export const durableHandler = <T>(run: (event: unknown, workflow: Workflow) => Promise<T>, options: Options = {}) =>
  withDurableExecution(
    async (event: unknown, context: DurableContext) => {
      if (options.logger) context.configureLogger({ customLogger: options.logger });
      try {
        return await run(event, durableWorkflow(context));
      } catch (error) {
        throw endingInvocationOnly(error);
      }
    },
    { durableExecutionClient: safeClient(options.client ?? new DurableExecutionApiClient()) },
  );
