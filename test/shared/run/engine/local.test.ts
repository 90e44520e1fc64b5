import { expect, it } from 'vitest';
import { type Journal, localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { virtualClock } from '#sim/clock.ts';
import { testWorkflow } from '#test/support/workflow-contract.ts';

const silent = { info: () => {}, warn: () => {} };

const engine = (clock = virtualClock(0), journal: Journal = memoryJournal()) =>
  localWorkflow({ journal, log: silent, nowMs: clock.nowMs, sleepUntil: clock.sleepUntil });

testWorkflow({
  name: 'local',
  async run(flow) {
    const clock = virtualClock(0);
    let over = false;
    const running = flow(engine(clock)).finally(() => {
      over = true;
    });
    running.catch(() => {});
    await clock.run(() => over);
    return running;
  },
});

it('the local engine waits exactly as long as the verdict says', async () => {
  const clock = virtualClock(0);
  const at: number[] = [];
  const running = engine(clock).waitUntil(
    'count',
    0,
    async (polls: number) => {
      at.push(clock.nowMs());
      return polls + 1;
    },
    (polls) => (polls === 3 ? { done: true } : { done: false, afterSeconds: polls * 10 }),
  );
  await clock.run(() => at.length === 3);

  await running;
  expect(at).toEqual([0, 10_000, 30_000]);
});

it('the local engine fails again, when it is resumed, in what had failed for good, without trying it once more', async () => {
  const journal = memoryJournal();
  let tries = 0;
  const attempt = () =>
    engine(virtualClock(0), journal).step('mute', async () => {
      tries++;
      throw new Error('CloudWatch does not answer');
    });

  await expect(attempt()).rejects.toThrow('CloudWatch does not answer');
  await expect(attempt()).rejects.toThrow('CloudWatch does not answer');
  expect(tries).toBe(1);
});

it('the local engine resumes from its journal without repeating a completed step, and polls on from the state it had', async () => {
  const clock = virtualClock(0);
  const journal = memoryJournal();
  const ran: string[] = [];
  let dies = true;
  const flow = async () => {
    const workflow = engine(clock, journal);
    await workflow.step('first', async () => void ran.push('first'));
    return workflow.waitUntil(
      'poll',
      0,
      async (polls: number) => {
        ran.push(`poll ${polls}`);
        return polls === 1 && dies ? new Promise<number>(() => {}) : polls + 1;
      },
      (polls) => (polls === 3 ? { done: true } : { done: false, afterSeconds: 60 }),
    );
  };

  void flow();
  await clock.run(() => ran.length === 3);
  dies = false;
  const resumed = flow();
  await clock.run(() => false);

  expect(await resumed).toBe(3);
  expect(ran).toEqual(['first', 'poll 0', 'poll 1', 'poll 1', 'poll 2']);
});
