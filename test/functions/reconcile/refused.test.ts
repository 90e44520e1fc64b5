import { describe, expect, it } from 'vitest';
import { InputError, OperationError } from '#core/errors.ts';
import { refusingWrongEvents } from '#functions/reconcile/flow.ts';
import { durableHandler } from '#run/engine/durable.ts';
import { runOnJournal } from '#test/support/journal-engine.ts';

describe('an event that is wrong', () => {
  it('an event that is wrong is answered by reconcile, so that Lambda does not try it again', async () => {
    const handle = refusingWrongEvents(() => Promise.reject(new InputError('the event is neither')));
    expect(await handle({})).toEqual({ refused: 'the event is neither' });
  });

  it('a wrong event is distinguished from a failure, which is retried', async () => {
    const handle = refusingWrongEvents(() => Promise.reject(new OperationError('UNAVAILABLE', 'no answer')));
    await expect(handle({})).rejects.toThrow('no answer');
  });

  it('an event that is wrong ends an execution of start and stop at once: nothing of it is done twice', async () => {
    let begun = 0;
    const run = async (): Promise<never> => {
      begun++;
      throw new InputError('the event is not valid');
    };
    const clock = { nowMs: () => 0, advanceTo: () => {} };
    const ended = await runOnJournal((client) => durableHandler(run, { client }), {}, clock);
    expect(ended).toMatchObject({ status: 'FAILED' });
    expect(begun).toBe(1);
  });
});
