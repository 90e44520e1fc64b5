// The durable engine over a stand-in for the service that replays at every suspension: what the SDK's own runner does not.
import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import { describe, expect, it } from 'vitest';
import type { Workflow } from '#core/workflow.ts';
import { durableHandler, safeClient } from '#run/engine/durable.ts';
import { virtualClock } from '#sim/clock.ts';
import { type Ended, runOnJournal } from '#test/support/journal-engine.ts';
import { quickSuspensions } from '#test/support/quick-suspensions.ts';
import { testWorkflow } from '#test/support/workflow-contract.ts';

quickSuspensions();

const play = (
  flow: (workflow: Workflow) => Promise<unknown>,
  crashAt?: (checkpoint: number) => boolean,
): Promise<Ended> => {
  const clock = virtualClock(1_800_000_000_000);
  return runOnJournal(
    (client) => durableHandler((_event, workflow) => flow(workflow), { client }),
    {},
    { nowMs: clock.nowMs, advanceTo: clock.advanceTo, ...(crashAt ? { crashAt } : {}) },
  );
};

testWorkflow({
  name: 'durable, replayed at every suspension,',
  async run<T>(flow: (workflow: Workflow) => Promise<T>) {
    const { status, result, error } = await play(flow);
    if (status === 'SUCCEEDED') return result as T;
    throw new Error((error as { ErrorMessage?: string }).ErrorMessage);
  },
});

const counting = (counts: Map<string, number>) => async (workflow: Workflow) => {
  const count = (name: string) => async () => void counts.set(name, (counts.get(name) ?? 0) + 1);
  await workflow.step('before', count('before'));
  await workflow.waitUntil(
    'poll',
    0,
    async (polls) => polls + 1,
    (polls) => (polls === 3 ? { done: true } : { done: false, afterSeconds: 60 }),
  );
  const branches = ['a', 'b'].map((name) => ({ name, run: (w: Pick<Workflow, 'step'>) => w.step(name, count(name)) }));
  await workflow.parallel('branches', branches, 2);
  await workflow.step('after', count('after'));
  return [...counts.keys()].length;
};

describe('a crash', () => {
  it('a crash at any checkpoint leads to the same end, and no step whose result was stored runs again', async () => {
    const undisturbed = await play(counting(new Map()));
    expect(undisturbed.status).toBe('SUCCEEDED');

    for (let crash = 1; crash <= undisturbed.checkpoints; crash++) {
      const ended = await play(counting(new Map()), (checkpoint) => checkpoint === crash);

      expect(ended).toMatchObject({ status: 'SUCCEEDED', result: 4 });
      expect(new Set(ended.completedSteps).size, `crash at checkpoint ${crash}`).toBe(ended.completedSteps.length);
    }
  });
});

describe('a stale checkpoint token', () => {
  const staleOnce = () => {
    let refused = false;
    return (checkpoint: number): void => {
      if (checkpoint !== 1 || refused) return;
      refused = true;
      throw Object.assign(new Error('Invalid checkpoint token'), {
        name: 'InvalidParameterValueException',
        $metadata: { httpStatusCode: 400 },
      });
    };
  };

  const withStaleToken = (wrap: typeof safeClient) => {
    const clock = virtualClock(1_800_000_000_000);
    const refuse = staleOnce();
    let calls = 0;
    return runOnJournal(
      (client) => {
        const stale = {
          ...client,
          checkpoint: async (...args: Parameters<typeof client.checkpoint>) => {
            refuse(++calls);
            return client.checkpoint(...args);
          },
        };
        return withDurableExecution(async (_event, context) => context.step('s', async () => 'done'), {
          durableExecutionClient: wrap(stale),
        });
      },
      {},
      { nowMs: clock.nowMs, advanceTo: clock.advanceTo },
    );
  };

  it('a stale checkpoint token is retried by the service instead of failing the execution', async () => {
    expect(await withStaleToken(safeClient)).toMatchObject({ status: 'SUCCEEDED', result: 'done' });
  });

  it('a stale checkpoint token fails the execution without our client, which is why it is there', async () => {
    expect((await withStaleToken((client) => client)).status).toBe('FAILED');
  });
});
