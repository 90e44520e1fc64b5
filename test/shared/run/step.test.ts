import { expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { tryStep } from '#run/step.ts';

const trying = async (error: Error) => {
  let now = 0;
  let tries = 0;
  const workflow = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: () => now,
    sleepUntil: async (ms) => {
      now = ms;
    },
  });
  const retry = { attempts: 5, firstDelaySeconds: 2, maxDelaySeconds: 60 };
  const fails = () => {
    tries++;
    return Promise.reject(error);
  };
  return { result: await tryStep(workflow, 'save', fails, retry), tries };
};

it.each([
  ['UNAVAILABLE', 5],
  ['THROTTLED', 5],
  ['INVALID', 1],
  ['ACCESS_DENIED', 1],
  ['NOT_FOUND', 1],
] as const)('a step that ends with %s is tried %i times, and never throws', async (code, times) => {
  const { result, tries } = await trying(new OperationError(code, 'no'));

  expect(tries).toBe(times);
  expect(result).toEqual({ ok: false, message: 'no' });
});
