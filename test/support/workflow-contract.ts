// What every engine must do, whatever it is made of. The run loop relies on nothing else.
import { describe, expect, it } from 'vitest';
import { InputError, OperationError } from '#core/errors.ts';
import type { Workflow } from '#core/workflow.ts';

/** Runs a flow on an engine to its end; rejects with what the flow throws. */
type Engine = {
  readonly name: string;
  run<T>(flow: (workflow: Workflow) => Promise<T>): Promise<T>;
};

const retry = { attempts: 3, firstDelaySeconds: 1, maxDelaySeconds: 4 };

export const testWorkflow = ({ name, run }: Engine): void => {
  describe(`the ${name} engine`, () => {
    it('a workflow engine gives back what a step returns, as JSON keeps it', async () => {
      const result = await run((workflow) =>
        workflow.step('s', async () => ({ at: new Date(0), gone: undefined, list: [1, null] })),
      );

      expect(result).toEqual({ at: '1970-01-01T00:00:00.000Z', list: [1, null] });
    });

    it('a workflow engine runs each step once, in order', async () => {
      const order: string[] = [];

      await run(async (workflow) => {
        await workflow.step('first', async () => void order.push('first'));
        await workflow.waitUntil(
          'pause',
          { polls: 0 },
          async ({ polls }) => ({ polls: polls + 1 }),
          ({ polls }) => (polls === 2 ? { done: true } : { done: false, afterSeconds: 30 }),
        );
        await workflow.step('second', async () => void order.push('second'));
        return 'over';
      });

      expect(order).toEqual(['first', 'second']);
    });

    it('a workflow engine lets a step without a retry fail at its first throw', async () => {
      let attempts = 0;
      const failing = run((workflow) =>
        workflow.step('s', async () => {
          attempts++;
          throw new Error('no luck');
        }),
      );

      await expect(failing).rejects.toThrow('no luck');
      expect(attempts).toBe(1);
    });

    it('a workflow engine tries a step with a retry again until it succeeds', async () => {
      let attempts = 0;
      const result = await run((workflow) =>
        workflow.step(
          's',
          async () => {
            attempts++;
            if (attempts < 3) throw new Error('not yet');
            return 'there';
          },
          retry,
        ),
      );

      expect(result).toBe('there');
      expect(attempts).toBe(3);
    });

    it.each([
      ['what AWS refuses and will refuse again', new OperationError('INVALID', 'item too large')],
      ['a message that is too large', Object.assign(new Error('too long'), { name: 'InvalidParameterException' })],
      ['wrong input', new InputError('not a name')],
    ])('a workflow engine does not try a step again after %s', async (_what, error) => {
      let attempts = 0;
      const failing = run((workflow) =>
        workflow.step(
          's',
          async () => {
            attempts++;
            throw error;
          },
          retry,
        ),
      );

      await expect(failing).rejects.toThrow(error.message);
      expect(attempts).toBe(1);
    });

    it('a workflow engine gives a step up after its last attempt', async () => {
      let attempts = 0;
      const failing = run((workflow) =>
        workflow.step(
          's',
          async () => {
            attempts++;
            throw new Error('never');
          },
          retry,
        ),
      );

      await expect(failing).rejects.toThrow('never');
      expect(attempts).toBe(3);
    });

    it('a workflow engine checks at once and then again until the verdict is done, handing the state on', async () => {
      const seen: number[] = [];
      const result = await run((workflow) =>
        workflow.waitUntil(
          'count',
          { polls: 0 },
          async ({ polls }) => {
            seen.push(polls);
            return { polls: polls + 1 };
          },
          ({ polls }) => (polls === 4 ? { done: true } : { done: false, afterSeconds: 5 }),
        ),
      );

      expect(result).toEqual({ polls: 4 });
      expect(seen).toEqual([0, 1, 2, 3]);
    });

    it('a workflow engine runs every branch although one fails, and keeps the order of the branches', async () => {
      const branches = ['a', 'b', 'c'].map((branch) => ({
        name: branch,
        run: (workflow: Pick<Workflow, 'step'>) =>
          workflow.step(branch, async () => {
            if (branch === 'b') throw new Error('b broke');
            return branch.toUpperCase();
          }),
      }));

      const results = await run((workflow) => workflow.parallel('all', branches, 2));

      expect(results).toEqual([
        { name: 'a', ok: true, value: 'A' },
        { name: 'b', ok: false, error: expect.stringContaining('b broke') },
        { name: 'c', ok: true, value: 'C' },
      ]);
    });

    it('a workflow engine runs no more branches at once than it may', async () => {
      let active = 0;
      let most = 0;
      const branches = Array.from({ length: 7 }, (_, index) => ({
        name: `b${index}`,
        run: (workflow: Pick<Workflow, 'step'>) =>
          workflow.step(`s${index}`, async () => {
            active++;
            most = Math.max(most, active);
            await Promise.resolve();
            await Promise.resolve();
            active--;
          }),
      }));

      await run((workflow) => workflow.parallel('all', branches, 3));

      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(3);
    });

    it('a workflow engine keeps scopes apart, each with steps of its own', async () => {
      const result = await run(async (workflow) => {
        const inner = (which: string) =>
          workflow.scope(which, async (scoped) => {
            const first = await scoped.step('same name', async () => `${which}1`);
            const second = await scoped.step('same name', async () => `${which}2`);
            return [first, second];
          });
        return [await inner('a'), await inner('b')];
      });

      expect(result).toEqual([
        ['a1', 'a2'],
        ['b1', 'b2'],
      ]);
    });
  });
};
