// A run of this machine for a person who waits: retries are reported, and those of a report end after half a minute.
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { limits } from '#run/limits.ts';
import { tryStep } from '#run/step.ts';
import { impatient } from '../../../cli/live/impatient.ts';

const unavailable = () => new OperationError('UNAVAILABLE', 'the table does not answer');

/** Time passes only while something waits. */
const waiting = () => {
  let nowMs = 0;
  const said: string[] = [];
  const engine = localWorkflow({
    journal: memoryJournal(),
    log: { info: () => {}, warn: () => {} },
    nowMs: () => nowMs,
    sleepUntil: async (ms) => {
      nowMs = ms;
    },
  });
  const runtime = { now: () => new Date(nowMs) };
  return {
    workflow: impatient(engine, { runtime, onRetry: (text) => said.push(text) }),
    said,
    seconds: () => nowMs / 1_000,
  };
};

describe('a run that somebody waits for', () => {
  it('a run that somebody waits for gives its report up after 30 s, and says at each attempt why', async () => {
    const { workflow, said, seconds } = waiting();

    const saved = await tryStep(workflow, 'save report', () => Promise.reject(unavailable()), limits.reportRetry);

    expect(saved).toEqual({ ok: false, message: 'gave up after 30 s: the table does not answer' });
    expect(seconds()).toBeGreaterThanOrEqual(25);
    expect(seconds()).toBeLessThanOrEqual(35);
    expect(said[0]).toBe('save report failed (attempt 1): the table does not answer; trying again');
    expect(said.length).toBeGreaterThan(3);
  });

  it('a run that somebody waits for has one patience for all that its report takes', async () => {
    const { workflow, seconds } = waiting();
    for (const name of ['save report', 'release lease', 'save report later'])
      await tryStep(workflow, name, () => Promise.reject(unavailable()), limits.reportRetry);

    expect(seconds()).toBeLessThanOrEqual(40);
  });

  it('a run that somebody waits for saves a report that is taken in the end', async () => {
    const { workflow, said } = waiting();
    let attempts = 0;
    const save = async () => {
      if (++attempts < 3) throw unavailable();
    };

    expect((await tryStep(workflow, 'save report', save, limits.reportRetry)).ok).toBe(true);
    expect(said).toHaveLength(2);
  });

  it('a run that somebody waits for tries everything else as often as ever, and says so', async () => {
    const { workflow, said } = waiting();
    const claimed = await tryStep(workflow, 'claim', () => Promise.reject(unavailable()), limits.stepRetry);

    expect(claimed.ok).toBe(false);
    expect(said).toHaveLength(limits.stepRetry.attempts - 1);
  });
});
