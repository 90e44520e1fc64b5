import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { parseCleanupEvent } from '#functions/cleanup/event.ts';

describe('an event of cleanup', () => {
  it('an event of cleanup is a plan unless it says otherwise', () => {
    expect(parseCleanupEvent({ environment: 'staging' })).toEqual({
      environment: 'staging',
      command: { mode: 'plan', requestedBy: 'unknown person', request: {} },
    });
  });

  it('an event of cleanup carries its request', () => {
    const event = {
      environment: 'staging',
      mode: 'execute',
      planHash: 'abc',
      clusterId: 'x',
      prefixes: ['orders.'],
      strategy: 'recreate',
      accept: ['compacted'],
      requestedBy: 'ana',
    };
    expect(parseCleanupEvent(event).command).toEqual({
      mode: 'execute',
      requestedBy: 'ana',
      planHash: 'abc',
      clusterId: 'x',
      request: { prefixes: ['orders.'], strategy: 'recreate', accept: ['compacted'] },
    });
    expect(parseCleanupEvent({ environment: 'staging', mode: 'resume', run: 'r' }).command).toEqual({
      mode: 'resume',
      requestedBy: 'unknown person',
      run: 'r',
    });
  });

  it('an event of cleanup goes by its plan where an execution says nothing else', () => {
    expect(parseCleanupEvent({ environment: 'staging', mode: 'execute', planHash: 'abc' }).command).not.toHaveProperty(
      'request',
    );
  });

  it.each([
    [undefined, /expected object/],
    [{}, /environment/],
    [{ environment: 'staging', mode: 'delete' }, /mode/],
    [{ environment: 'staging', mode: 'execute' }, /planHash/],
    [{ environment: 'staging', prefix: 'orders.' }, /prefix/],
    [{ environment: 'staging', mode: 'verify', prefixes: ['orders.'] }, /prefixes/],
    [{ environment: 'staging', prefixes: [] }, /prefixes/],
  ])('an event of cleanup is refused before anything is touched: %j', (event, says) => {
    expect(() => parseCleanupEvent(event)).toThrow(InputError);
    expect(() => parseCleanupEvent(event)).toThrow(says);
  });
});
