// A workflow that somebody waits for at a terminal: retries are reported, and saving the report is retried for half a minute,
// where a deployed function retries for hours.
import { OperationError } from '#core/errors.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Retry, Workflow } from '#core/workflow.ts';

type Watched = {
  readonly runtime: Pick<Runtime, 'now' | 'pause'>;
  /** Called with the reason when a step is retried. */
  readonly onRetry: (text: string) => void;
};

const patienceMs = 30_000;

const reportSteps = new Set(['save report', 'release lease', 'publish report', 'save report later']);
const reportRetry: Retry = { attempts: 12, firstDelaySeconds: 1, maxDelaySeconds: 5 };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const gaveUp = (why: string): OperationError =>
  new OperationError('INVALID', `gave up after ${patienceMs / 1_000} s: ${why}`);

/** A call that is not answered in time counts as failed. Where time is simulated, every call is answered. */
const within = async <T>(call: () => Promise<T>, ms: number, { pause }: Watched['runtime']): Promise<T> => {
  if (pause === undefined) return call();
  const limit = pause(Math.max(0, ms));
  try {
    return await Promise.race([call(), limit.over.then(() => Promise.reject(gaveUp('no answer')))]);
  } finally {
    limit.end();
  }
};

export const impatient = (workflow: Workflow, { runtime, onRetry }: Watched): Workflow => {
  const nowMs = (): number => runtime.now().getTime();
  /** One patience for all that a report takes. */
  let untilMs: number | undefined;

  const watched = <T>(name: string, attempt: () => Promise<T>, retry: Retry | undefined, isLast: () => boolean) => {
    let failures = 0;
    return async (): Promise<T> => {
      try {
        return await attempt();
      } catch (error) {
        failures++;
        if (isLast()) throw gaveUp(messageOf(error));
        if (retry && failures < retry.attempts)
          onRetry(`${name} failed (attempt ${failures}): ${messageOf(error)}; trying again`);
        throw error;
      }
    };
  };

  const step: Workflow['step'] = (name, attempt, retry) => {
    if (!reportSteps.has(name))
      return workflow.step(
        name,
        watched(name, attempt, retry, () => false),
        retry,
      );
    untilMs ??= nowMs() + patienceMs;
    const end = untilMs;
    const call = () => within(attempt, end - nowMs(), runtime);
    return workflow.step(
      name,
      watched(name, call, reportRetry, () => nowMs() >= end),
      reportRetry,
    );
  };
  return { ...workflow, step };
};
